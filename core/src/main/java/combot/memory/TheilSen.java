package combot.memory;

import java.util.Arrays;
import java.util.List;

/**
 * The slope of points by Theil (1950) and Sen (1968): the median of the slopes of all pairs. Up to
 * 29 % of the points may be anything without moving it far.
 */
public final class TheilSen {
  /** With more points every nth counts: pairs grow with the square. */
  private static final int MOST_POINTS = 120;

  /** One of them. */
  public record Point(double x, double y) {}

  private TheilSen() {}

  /**
   * In units of y for one of x; 0 for less than two points. Pairs whose x does not rise, as when a
   * clock was set back, are left out.
   */
  public static double slope(List<Point> points) {
    int step = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    int n = points.size() / step;
    var slopes = new double[n * Math.max(0, n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        var from = points.get(i * step);
        var to = points.get(j * step);
        if (to.x() > from.x()) {
          slopes[count++] = (to.y() - from.y()) / (to.x() - from.x());
        }
      }
    }
    return median(Arrays.copyOf(slopes, count));
  }

  /** 0 for none. */
  static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
