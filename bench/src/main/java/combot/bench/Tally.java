package combot.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts answers and times them by kind. Times are of answers that were as they should be: a quick
 * failure must not better a percentile. For one thread.
 */
final class Tally {

  private static final long LOWEST_NANOS = 1_000;
  private static final long HIGHEST_NANOS = 60_000_000_000L;

  private final Map<Kind, Histogram> times = new EnumMap<>(Kind.class);
  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<String, String> excerpts = new TreeMap<>();

  Tally() {
    for (var kind : Kind.values()) {
      times.put(kind, histogram());
    }
  }

  private static Histogram histogram() {
    return new Histogram(LOWEST_NANOS, HIGHEST_NANOS, 3);
  }

  void succeeded(Kind kind, long nanos) {
    times.get(kind).recordValue(Math.clamp(nanos, LOWEST_NANOS, HIGHEST_NANOS));
  }

  void failed(Kind kind, String why, String excerpt) {
    var reason = kind.name().toLowerCase(Locale.ROOT) + ": " + why;
    failures.merge(reason, 1L, Long::sum);
    excerpts.putIfAbsent(reason, excerpt);
  }

  /** Times of one kind, in nanoseconds. */
  Histogram times(Kind kind) {
    return times.get(kind);
  }

  /** Times of all kinds together, in nanoseconds. */
  Histogram times() {
    var all = histogram();
    times.values().forEach(all::add);
    return all;
  }

  /** How often what went wrong, by kind and reason. */
  Map<String, Long> failures() {
    return failures;
  }

  /** An answer for each reason. */
  Map<String, String> excerpts() {
    return excerpts;
  }

  long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }
}
