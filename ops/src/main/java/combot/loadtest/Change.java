package combot.loadtest;

import combot.statistics.Point;
import combot.statistics.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a figure changed over a test, with a test for trend.
 *
 * @param name {@link #REPLIES}, {@link #MEMORY} or {@link #GATEWAY}
 * @param unit of the figure; the trend's slope is per hour
 * @param hours that were measured
 */
public record Change(String name, String unit, double hours, Trend trend) {

  public static final String REPLIES = "p95 of replies, by second";
  public static final String MEMORY = "memory of gateway and workers";

  /** By itself, since workers are replaced: a leak of the one that stays is hidden in the sum. */
  public static final String GATEWAY = "memory of the gateway";

  /** What of growth over a test matters, as a share. */
  private static final double LIMIT = 0.1;

  private static final double SECONDS_PER_HOUR = 3_600;

  /**
   * Of replies' latency and of memory. None where the load itself changes, since what grows with it
   * shows no degradation.
   */
  static List<Change> of(Outcome outcome) {
    if (outcome.plan().shape() instanceof Shape.Steps) {
      return List.of();
    }
    var latencies = new ArrayList<Point>();
    for (var stage : outcome.stages()) {
      for (var second : stage.series()) {
        if (second.replies() > 0) {
          latencies.add(
              new Point((stage.startsAt() + second.at()) / SECONDS_PER_HOUR, second.p95()));
        }
      }
    }
    var changes = new ArrayList<Change>();
    add(changes, REPLIES, "ms", latencies);
    add(changes, MEMORY, "MB", memory(outcome, Sample::all));
    add(changes, GATEWAY, "MB", memory(outcome, sample -> sample.figures().get("memory.gateway")));
    return changes;
  }

  /** While people are there who are measured: not in the warm-up, and not in pauses. */
  private static List<Point> memory(Outcome outcome, Function<Sample, Double> figure) {
    double from =
        outcome.stages().stream()
            .mapToDouble(Change::measuredFrom)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return outcome.samples().stream()
        .filter(sample -> sample.at() >= from && sample.present() > 0)
        .filter(sample -> figure.apply(sample) != null)
        .map(sample ->
            new Point(sample.at() / SECONDS_PER_HOUR, figure.apply(sample) / Figure.MEGABYTE))
        .toList();
  }

  /** Once all have come: until then memory grows with their number. */
  private static double measuredFrom(Outcome.StageOutcome stage) {
    return stage.startsAt() + stage.series().stream().mapToLong(Second::at).min().orElse(0);
  }

  private static void add(List<Change> to, String name, String unit, List<Point> points) {
    if (!points.isEmpty()) {
      double hours =
          points.stream().mapToDouble(Point::x).max().orElseThrow()
              - points.stream().mapToDouble(Point::x).min().orElseThrow();
      to.add(new Change(name, unit, hours, Trend.of(points)));
    }
  }

  /** What may be said of it. */
  String said() {
    return switch (trend) {
      case Trend.TooFew few ->
          Figure.format(
              "%s: too little was measured to tell a trend (%d points).", name, few.points());
      case Trend.Judged judged when judged.median() > 0 -> {
        var change = judged.change(hours);
        yield Figure.format(
            "%s: %s (p = %.3f, Mann–Kendall). Over the %s measured it changed by %+.0f %% of its median of %.4g %s (95 %% interval %+.0f to %+.0f %%, Theil–Sen). %s",
            name,
            switch (judged.direction()) {
              case INCREASING -> "it grows";
              case DECREASING -> "it falls";
              case NONE -> "no trend is shown";
            },
            judged.p(),
            Figure.time(Duration.ofMillis((long) (hours * SECONDS_PER_HOUR * 1_000))),
            change.value() * 100,
            judged.median(),
            unit,
            change.interval().lower() * 100,
            change.interval().upper() * 100,
            switch (judged.growth(hours, LIMIT)) {
              case WITHIN -> "A growth by 10 % or more can be ruled out.";
              case BEYOND -> "That is a growth by more than 10 %.";
              case UNDECIDED -> "Whether it grows by 10 % can't be told: measure longer.";
            });
      }
      case Trend.Judged _ -> name + ": nothing to tell of a median of 0.";
    };
  }
}
