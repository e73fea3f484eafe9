package combot.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * A run through the gateway for programs to read: times in milliseconds, memory in kB, processor
 * time in milliseconds for each right answer.
 */
final class GatewayJsonReport {

  private GatewayJsonReport() {}

  static String of(GatewayOutcome outcome) {
    var all =
        Json.ordered(
            "setting",
            outcome.setting(),
            "readySeconds",
            outcome.ready(),
            "rounds",
            outcome.rounds().stream().map(round -> round(outcome, round)).toList());
    outcome.loaded().ifPresent(memory -> all.put("memoryKilobytes", kilobytes(memory)));
    outcome.idle().ifPresent(idle -> all.put("idle", idle(idle)));
    all.put("newWorkers", outcome.renewals().stream().map(GatewayJsonReport::renewal).toList());
    all.put("accounts", outcome.accounts().stream().map(GatewayJsonReport::account).toList());
    all.put("sound", outcome.isSound());
    return Json.text(all) + "\n";
  }

  private static Map<String, Object> round(GatewayOutcome outcome, Round round) {
    var measured = round.measured();
    var cpu = new LinkedHashMap<String, Object>();
    measured.cpu().processes().forEach((name, time) -> cpu.put(name, round.perAnswer(time)));
    cpu.put("generator", round.perAnswer(measured.cpu().generator()));
    return Json.ordered(
        "scenario",
        measured.scenario().title(),
        "side",
        round.side(),
        "round",
        round.number(),
        "seconds",
        measured.seconds(),
        "requests",
        measured.requests(),
        "failed",
        measured.tally().failed(),
        "failures",
        measured.tally().failures(),
        "perSecond",
        measured.perSecond(),
        "ratio",
        number(outcome.ratio(round)),
        "times",
        Json.times(measured.tally().times()),
        "cpuPerAnswer",
        cpu,
        "othersCores",
        measured.cpu().others() / measured.seconds(),
        "writeWaitSeconds",
        number(round.writeWait()));
  }

  /** Not a number, and so null, for none. */
  private static double number(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private static Map<String, Object> kilobytes(SequencedMap<String, Memory> memory) {
    var each = new LinkedHashMap<String, Object>();
    memory.forEach((process, kilobytes) -> each.put(process, kilobytes.kilobytes()));
    return each;
  }

  private static Map<String, Object> idle(Idle idle) {
    return Json.ordered(
        "loadedKilobytes",
        kilobytes(idle.loaded()),
        "unloadedKilobytes",
        kilobytes(idle.unloaded()),
        "modelLoadSeconds",
        idle.loads());
  }

  private static Map<String, Object> renewal(Renewal renewal) {
    return Json.ordered(
        "scenario",
        renewal.scenario().title(),
        "readySeconds",
        renewal.ready(),
        "first",
        Json.times(renewal.first()),
        "warm",
        Json.times(renewal.warm()),
        "p99Ratio",
        renewal.ratio());
  }

  private static Map<String, Object> account(Side.Account account) {
    return Json.ordered(
        "side",
        account.side(),
        "conversations",
        account.sent().conversations(),
        "broken",
        account.sent().broken(),
        "turns",
        account.sent().turns(),
        "stored",
        account.stored().turns(),
        "failures",
        account.failures(),
        "problems",
        account.stored().problems());
  }
}
