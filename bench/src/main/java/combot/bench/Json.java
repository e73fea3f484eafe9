package combot.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** JSON of maps, lists, numbers, truths and texts. */
final class Json {

  private Json() {}

  /** An object, from names and values by turns. */
  static Map<String, Object> ordered(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** Percentiles in milliseconds, from nanoseconds. */
  static Map<String, Object> times(Histogram times) {
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

  static String text(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> quoted(e.getKey().toString()) + ":" + text(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list -> list.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
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
