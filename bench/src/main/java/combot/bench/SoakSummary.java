package combot.bench;

import combot.statistics.Point;
import combot.statistics.TheilSen;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What came of a long time of load. */
final class SoakSummary {

  /** Before, processes grow into their code. */
  private static final double WARM_UP = 0.1;

  private static final int POINTS_AT_LEAST = 3;

  private final PrintStream out;

  /**
   * What was measured before the servers ended.
   *
   * @param seen looks, in order
   * @param trouble why the load ended before its time, if it did
   */
  record Course(Measured load, List<Vitals> seen, int replaced, Optional<String> trouble) {

    Course {
      seen = List.copyOf(seen);
    }
  }

  SoakSummary(PrintStream out) {
    this.out = out;
  }

  /** Prints it; returns whether every answer was right and what is stored agrees. */
  boolean print(Course course, Sent sent, Reconciliation stored) {
    var tally = course.load().tally();
    var times = tally.times();
    line(
        "%.0f s, %.0f right answers a second, p50 %.1f ms, p99 %.1f ms, max %.0f ms, %d failures, %d workers replaced",
        course.load().seconds(),
        course.load().perSecond(),
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getMaxValue() / 1e6,
        tally.failed(),
        course.replaced());
    TextReport.failures(course.load()).forEach(out::println);
    course.trouble().ifPresent(why -> line("  WRONG it ended before its time: %s", why));
    slopes(course.seen());
    line(
        "%d conversations acknowledged, %d stored, %d finished, %d turns of participants",
        sent.conversations(), stored.conversations(), stored.finished(), stored.turns());
    stored.problems().forEach(problem -> line("  WRONG %s", problem));
    if (stored.problems().isEmpty()) {
      line("  every turn is stored once, in order, in its own words");
    }
    return tally.failed() == 0 && course.trouble().isEmpty() && stored.problems().isEmpty();
  }

  private void slopes(List<Vitals> seen) {
    var warm =
        seen.subList((int) Math.ceil(seen.size() * WARM_UP), seen.size()).stream()
            .filter(Vitals::steady)
            .toList();
    if (warm.size() < POINTS_AT_LEAST) {
      line("own memory: too short a time to tell a slope");
      return;
    }
    line(
        "own memory (Pss_Anon) after the first tenth, by Theil and Sen over %d looks with all workers ready: all %+.1f MB an hour,"
            + " gateway alone %+.1f",
        warm.size(),
        slope(warm, SoakSummary::own),
        slope(warm, vitals -> own(vitals.memory().get("gateway"))));
  }

  private static double slope(List<Vitals> seen, ToDoubleFunction<Vitals> megabytes) {
    return TheilSen.slope(
        seen.stream()
            .map(vitals -> new Point(vitals.hours(), megabytes.applyAsDouble(vitals)))
            .toList());
  }

  private static double own(Vitals vitals) {
    return vitals.memory().values().stream().mapToDouble(SoakSummary::own).sum();
  }

  private static double own(Memory memory) {
    return memory.kilobytes().getOrDefault("Pss_Anon", 0L) / 1024.0;
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
