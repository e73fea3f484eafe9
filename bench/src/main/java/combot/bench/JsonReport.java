package combot.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A run for programs to read: times in milliseconds, memory in kB, processor time in cores. */
final class JsonReport {

  private JsonReport() {}

  static String of(Outcome outcome) {
    var all = new LinkedHashMap<String, Object>();
    all.put("setting", outcome.setting());
    outcome
        .startup()
        .ifPresent(s ->
            all.put(
                "startup",
                Json.ordered("openedSeconds", s.opened(), "classifiedSeconds", s.classified())));
    all.put("warmUp", measured(outcome.warmUp()));
    all.put("scenarios", outcome.steps().stream().map(JsonReport::step).toList());
    outcome.memory().ifPresent(memory -> all.put("memoryKilobytes", memory.kilobytes()));
    var sent = outcome.sent();
    all.put(
        "acknowledged",
        Json.ordered(
            "conversations",
            sent.conversations(),
            "whole",
            sent.whole(),
            "broken",
            sent.broken(),
            "turns",
            sent.turns()));
    outcome
        .stored()
        .ifPresent(s ->
            all.put(
                "stored",
                Json.ordered(
                    "conversations",
                    s.conversations(),
                    "finished",
                    s.finished(),
                    "turns",
                    s.turns(),
                    "problems",
                    s.problems())));
    all.put("sound", outcome.isSound());
    return Json.text(all) + "\n";
  }

  private static Map<String, Object> step(Outcome.Step step) {
    var result = measured(step.measured());
    result.put("barePerSecond", step.bare().perSecond());
    return result;
  }

  private static Map<String, Object> measured(Measured measured) {
    var kinds = new LinkedHashMap<String, Object>();
    for (var kind : Kind.values()) {
      var times = measured.tally().times(kind);
      if (times.getTotalCount() > 0) {
        kinds.put(kind.name().toLowerCase(Locale.ROOT), Json.times(times));
      }
    }
    double s = measured.seconds();
    var cpu = measured.cpu();
    var result =
        Json.ordered(
            "scenario",
            measured.scenario().title(),
            "users",
            measured.scenario().users(),
            "seconds",
            s,
            "requests",
            measured.requests(),
            "failed",
            measured.tally().failed(),
            "perSecond",
            measured.perSecond());
    result.put("times", Json.times(measured.tally().times()));
    result.put("kinds", kinds);
    result.put("failures", measured.tally().failures());
    result.put(
        "cpu",
        Json.ordered(
            "server",
            cpu.server() / s,
            "generator",
            cpu.generator() / s,
            "others",
            cpu.others() / s));
    return result;
  }
}
