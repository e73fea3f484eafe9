package combot.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

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
                ordered("openedSeconds", s.opened(), "classifiedSeconds", s.classified())));
    all.put("warmUp", measured(outcome.warmUp()));
    all.put("scenarios", outcome.steps().stream().map(JsonReport::step).toList());
    outcome.memory().ifPresent(memory -> all.put("memoryKilobytes", memory.kilobytes()));
    var sent = outcome.sent();
    all.put(
        "acknowledged",
        ordered(
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
                ordered(
                    "conversations",
                    s.conversations(),
                    "finished",
                    s.finished(),
                    "turns",
                    s.turns(),
                    "problems",
                    s.problems())));
    all.put("sound", outcome.isSound());
    return text(all) + "\n";
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
        kinds.put(kind.name().toLowerCase(Locale.ROOT), times(times));
      }
    }
    double s = measured.seconds();
    var cpu = measured.cpu();
    var result =
        ordered(
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
    result.put("times", times(measured.tally().times()));
    result.put("kinds", kinds);
    result.put("failures", measured.tally().failures());
    result.put(
        "cpu",
        ordered(
            "server",
            cpu.server() / s,
            "generator",
            cpu.generator() / s,
            "others",
            cpu.others() / s));
    return result;
  }

  private static Map<String, Object> times(Histogram times) {
    return ordered(
        "count",
        times.getTotalCount(),
        "mean",
        times.getMean() / 1e6,
        "p50",
        at(times, 50),
        "p90",
        at(times, 90),
        "p95",
        at(times, 95),
        "p99",
        at(times, 99),
        "max",
        times.getMaxValue() / 1e6);
  }

  private static double at(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / 1e6;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static String text(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> quoted(e.getKey().toString()) + ":" + text(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(JsonReport::text).collect(Collectors.joining(",", "[", "]"));
      case Double number ->
          Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
