package combot.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A run through the gateway for people to read. */
final class GatewayTextReport {

  private final PrintStream out;

  GatewayTextReport(PrintStream out) {
    this.out = out;
  }

  void print(GatewayOutcome outcome) {
    outcome.setting().forEach((name, value) -> line("%-12s %s", name, value));
    outcome.ready().forEach((side, seconds) -> line("%-12s ready after %.2f s", side, seconds));
    if (!outcome.rounds().isEmpty()) {
      rounds(outcome);
    }
    outcome.loaded().ifPresent(memory -> memory("after load, models loaded", memory));
    outcome.idle().ifPresent(this::idle);
    outcome.renewals().forEach(this::renewal);
    outcome.accounts().forEach(this::account);
  }

  private void rounds(GatewayOutcome outcome) {
    line("");
    line("times in ms, of right answers; CPU in ms for each right answer; others: cores");
    line(
        "%-10s %-10s %5s %8s %6s %7s %6s %7s %7s %8s %8s %-15s %6s %6s",
        "scenario",
        "side",
        "round",
        "requests",
        "failed",
        "right/s",
        "ratio",
        "p50",
        "p99",
        "max",
        "gateway",
        "workers",
        "bench",
        "others");
    outcome.rounds().forEach(round -> round(outcome, round));
    line("");
    ratios(outcome);
  }

  private void round(GatewayOutcome outcome, Round round) {
    var measured = round.measured();
    var times = measured.tally().times();
    line(
        "%-10s %-10s %5d %8d %6d %7.0f %6s %7.2f %7.2f %8.2f %8s %-15s %6.3f %6.2f",
        measured.scenario().title(),
        round.side(),
        round.number(),
        measured.requests(),
        measured.tally().failed(),
        measured.perSecond(),
        number(outcome.ratio(round).orElse(Double.NaN)),
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getMaxValue() / 1e6,
        cpu(round, "gateway"),
        cpu(round, "worker"),
        round.perAnswer(measured.cpu().generator()),
        measured.cpu().others() / measured.seconds());
  }

  /** Of all processes whose name begins so, one by one. */
  private static String cpu(Round round, String name) {
    return round.measured().cpu().processes().entrySet().stream()
        .filter(process -> process.getKey().startsWith(name))
        .map(process -> String.format(Locale.ROOT, "%.3f", round.perAnswer(process.getValue())))
        .collect(Collectors.joining("+"));
  }

  private static String number(double ratio) {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private void ratios(GatewayOutcome outcome) {
    var scenarios = outcome.rounds().stream().map(r -> r.measured().scenario()).distinct().toList();
    for (var side : outcome.ready().sequencedKeySet()) {
      for (var scenario : scenarios) {
        outcome
            .ratio(side, scenario)
            .ifPresent(ratio -> {
              if (!side.equals(Side.WORKER)) {
                line("%s at %s: %.2f of the bare worker", scenario.title(), side, ratio);
              }
            });
      }
      line("longest wait of a write for the database at %s: %s", side, writeWait(outcome, side));
    }
  }

  private static String writeWait(GatewayOutcome outcome, String side) {
    var wait = outcome.longestWriteWait(side);
    return wait.isPresent()
        ? String.format(Locale.ROOT, "%.0f ms", wait.getAsDouble() * 1_000)
        : String.format(
            Locale.ROOT,
            "not told at /metrics; the longest answer to a turn took %.0f ms",
            outcome.longestTurn(side) / 1e6);
  }

  private void memory(String when, SequencedMap<String, Memory> memory) {
    line(
        "PSS %s: %.0f MB = %s",
        when,
        memory.values().stream().mapToDouble(Memory::pssMegabytes).sum(),
        memory.entrySet().stream()
            .map(process ->
                String.format(
                    Locale.ROOT, "%s %.0f", process.getKey(), process.getValue().pssMegabytes()))
            .collect(Collectors.joining(" + ")));
  }

  private void idle(Idle idle) {
    memory("of another gateway after less load, models loaded", idle.loaded());
    memory("of that one idle, models unloaded", idle.unloaded());
    idle.loads()
        .forEach(seconds ->
            line("model unloaded, from opening to the first classified reply: %.2f s", seconds));
  }

  private void renewal(Renewal renewal) {
    line(
        "new worker: ready after %.2f s; p99 of its first %d requests (%s) %.1f ms, warm %.1f ms: %.1f times",
        renewal.ready(),
        renewal.first().getTotalCount(),
        renewal.scenario().title(),
        Renewal.p99(renewal.first()),
        Renewal.p99(renewal.warm()),
        renewal.ratio());
  }

  private void account(Side.Account account) {
    line(
        "%s: %d conversations acknowledged, %d broken off, %d stored, %d turns of participants",
        account.side(),
        account.sent().conversations(),
        account.sent().broken(),
        account.stored().conversations(),
        account.stored().turns());
    account.failures().forEach(out::println);
    account.stored().problems().forEach(problem -> line("  WRONG %s", problem));
    if (account.stored().turns() > 0 && account.stored().problems().isEmpty()) {
      line("  every turn is stored once, in order, in its own words");
    }
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
