package combot.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The slope of points by Theil (1950) and Sen (1968): the median of the slopes of all pairs. Up to
 * 29 % of the points may be anything without moving it far.
 */
public final class TheilSen {
  /**
   * With more points every nth counts, since pairs grow with the square. They are left as they are,
   * in their order, where {@link Series} would sort and join them: a clock may have been set back.
   */
  private static final int MOST_POINTS = 120;

  private TheilSen() {}

  /**
   * In units of y for one of x; 0 for less than two points. Pairs whose x does not rise, as when a
   * clock was set back, are left out.
   */
  public static double slope(List<Point> points) {
    int step = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    var thinned =
        IntStream.range(0, points.size() / step).mapToObj(i -> points.get(i * step)).toList();
    var slopes = slopes(thinned);
    return slopes.length == 0 ? 0 : Quantiles.ofSorted(slopes, 0.5);
  }

  /** Of all pairs whose x rises, ascending. */
  static double[] slopes(List<Point> points) {
    int n = points.size();
    var slopes = new double[n * Math.max(0, n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        var from = points.get(i);
        var to = points.get(j);
        if (to.x() > from.x()) {
          slopes[count++] = (to.y() - from.y()) / (to.x() - from.x());
        }
      }
    }
    var sorted = Arrays.copyOf(slopes, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
