package combot.loadtest;

import combot.statistics.Point;
import combot.statistics.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a figure changed over a test, with a test for trend.
 *
 * @param name such as {@code p95 of replies}
 * @param unit of the figure; the trend's slope is per hour
 * @param hours that were measured
 */
public record Change(String name, String unit, double hours, Trend trend) {

  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double MEGABYTE = 1 << 20;

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
    add(changes, "p95 of replies, by second", "ms", latencies);
    add(changes, "memory of gateway and workers", "MB", memory(outcome, Sample::all));
    return changes;
  }

  private static List<Point> memory(Outcome outcome, Function<Sample, Double> figure) {
    return outcome.samples().stream()
        .filter(sample -> figure.apply(sample) != null)
        .map(sample -> new Point(sample.at() / SECONDS_PER_HOUR, figure.apply(sample) / MEGABYTE))
        .toList();
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
      case Trend.Judged judged ->
          Figure.format(
              "%s: %s (p = %.3f, Mann–Kendall); %+.3g %s an hour, 95 %% interval %+.3g to %+.3g (Theil–Sen), over %.2f h around %.4g %s.",
              name,
              switch (judged.direction()) {
                case INCREASING -> "grows";
                case DECREASING -> "falls";
                case NONE -> "no trend is shown";
              },
              judged.p(),
              judged.slope(),
              unit,
              judged.slopes().lower(),
              judged.slopes().upper(),
              hours,
              judged.median(),
              unit);
    };
  }
}
