package combot.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A series in order of time, each time once, and short enough to look at all pairs. */
final class Series {
  static final int MOST_POINTS = 1_000;

  private final List<Point> points;

  /** Points of one time, and neighbours where there are too many, become their median. */
  Series(List<Point> points) {
    var sorted = points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
    var times = new ArrayList<Point>();
    for (int from = 0, to; from < sorted.size(); from = to) {
      to = from + 1;
      while (to < sorted.size() && sorted.get(to).x() == sorted.get(from).x()) {
        to++;
      }
      times.add(middle(sorted.subList(from, to)));
    }
    this.points = joined(times);
  }

  private static List<Point> joined(List<Point> times) {
    if (times.size() <= MOST_POINTS) {
      return List.copyOf(times);
    }
    var blocks = new ArrayList<Point>();
    for (int i = 0; i < MOST_POINTS; i++) {
      int from = (int) ((long) times.size() * i / MOST_POINTS);
      int to = (int) ((long) times.size() * (i + 1) / MOST_POINTS);
      blocks.add(middle(times.subList(from, to)));
    }
    return List.copyOf(blocks);
  }

  private static Point middle(List<Point> points) {
    return points.size() == 1
        ? points.getFirst()
        : new Point(
            Quantiles.median(all(points, Point::x)), Quantiles.median(all(points, Point::y)));
  }

  private static double[] all(List<Point> points, ToDoubleFunction<Point> coordinate) {
    return points.stream().mapToDouble(coordinate).toArray();
  }

  int size() {
    return points.size();
  }

  List<Point> points() {
    return points;
  }

  double[] values() {
    return all(points, Point::y);
  }

  /**
   * By how much autocorrelation widens the variance of Kendall's S, at least 1: the sum of Hamed
   * and Rao (1998) over correlations of the ranks of what is left without the slope. They are freed
   * from the bias that taking the slope away gives them (Hamed 2009, for lag 1), and count up to
   * the first that is not above 0 (Geyer 1992): the significant ones of all lags, as in the paper
   * of 1998, would let chance ones narrow it.
   */
  double inflation(double slope) {
    var ranks = ranks(points.stream().mapToDouble(p -> p.y() - slope * p.x()).toArray());
    double n = ranks.length;
    double all = product(ranks, 0);
    double sum = 0;
    for (int lag = 1; lag < n - 2; lag++) {
      double correlation = (n * product(ranks, lag) / all + 2) / (n - 4);
      if (!(correlation > 0)) {
        break;
      }
      sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * Math.min(1, correlation);
    }
    return 1 + 2 * sum / (n * (n - 1) * (n - 2));
  }

  private static double product(double[] ranks, int lag) {
    double sum = 0;
    for (int i = lag; i < ranks.length; i++) {
      sum += ranks[i] * ranks[i - lag];
    }
    return sum;
  }

  /** Less their mean; those of equal values are equal. */
  private static double[] ranks(double[] values) {
    var ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (double other : values) {
        ranks[i] += Double.compare(values[i], other) / 2.0;
      }
    }
    return ranks;
  }
}
