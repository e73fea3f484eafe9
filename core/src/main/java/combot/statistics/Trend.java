package combot.statistics;

import java.util.List;

/**
 * Whether a series rises or falls, by how much, and how sure that is. Times may be irregular and in
 * any order; points of one time count once, by their median. Of more than 1,000 times neighbours
 * are joined, by their medians.
 *
 * <p>The test is that of Mann (1945) and Kendall (1975), two-sided at {@link #ALPHA}: exact up to
 * 10 points, above it normal with corrections for ties and continuity. The slope and its interval
 * are those of Theil (1950) and Sen (1968). Both ask for no distribution, and a trend need not be a
 * line.
 *
 * <p><b>Autocorrelation.</b> Neighbouring latencies or memory figures are alike, which the plain
 * test takes for a trend. From 11 points on the variance is widened after Hamed and Rao (1998), for
 * both p and interval; it is never narrowed. This mends most of it: of 1,000 series of 100 points
 * without a trend, each point correlated with the one before by 0.5, the plain test finds trends in
 * 251 and this one in 68 (50 would be right); correlated by 0.8 in 495 and 101. Shorter series are
 * mended less. Lags are counted in points, so gaps in time weaken it. Up to 10 points are taken to
 * be independent: let them be medians of minutes, not single answers.
 */
public sealed interface Trend {
  double ALPHA = 0.05;

  /** With fewer no series is significant at {@link #ALPHA}: 2 of 4! orders are 8 %. */
  int FEWEST = 5;

  enum Direction {
    INCREASING,
    DECREASING,
    NONE
  }

  /** What may be said about growth against a limit. */
  enum Growth {
    /** Shown to be below: the whole interval is. */
    WITHIN,
    /** Significant, and estimated to be above. */
    BEYOND,
    /** Neither is shown: measure longer. */
    UNDECIDED
  }

  /**
   * No verdict.
   *
   * @param points different times
   * @param independent points that they are worth, after autocorrelation; below {@link #FEWEST}
   */
  record TooFew(int points, double independent) implements Trend {}

  /**
   * A verdict.
   *
   * @param points that were compared
   * @param direction NONE if p is at least {@link #ALPHA}, which proves nothing by itself: see
   *     {@link #growth}
   * @param p probability of a series as ordered as this, or more, without a trend
   * @param slope in y for one of x
   * @param slopes its 95 % confidence interval
   * @param median of the values
   * @param inflation of the variance by autocorrelation, 1 for none
   */
  record Judged(
      int points,
      Direction direction,
      double p,
      double slope,
      Interval slopes,
      double median,
      double inflation)
      implements Trend {

    /**
     * Slope times {@code time} as a share of the median, with its 95 % confidence interval: 0.05 is
     * a growth by 5 %. A time beyond the series extrapolates it.
     *
     * @param time above 0, in the unit of x
     * @throws IllegalArgumentException for another time
     * @throws IllegalStateException if the median is not above 0, so that there are no shares of it
     */
    public Estimate change(double time) {
      if (!(time > 0) || Double.isInfinite(time)) {
        throw new IllegalArgumentException("time must be finite and above 0, was " + time);
      }
      if (!(median > 0)) {
        throw new IllegalStateException(
            "a change as a share needs a median above 0, was " + median);
      }
      double factor = time / median;
      return new Estimate(
          slope * factor, new Interval(slopes.lower() * factor, slopes.upper() * factor));
    }

    /**
     * Whether the series grows by more than {@code limit}. "No degradation" is {@link
     * Growth#WITHIN}: a p above {@link #ALPHA} alone may only mean that little was measured, and a
     * small one may belong to a growth that does not matter.
     *
     * @param time over which it grows, as in {@link #change}
     * @param limit share of the median, above 0: 0.05 for 5 %
     * @throws IllegalArgumentException for another time or limit
     * @throws IllegalStateException as in {@link #change}
     */
    public Growth growth(double time, double limit) {
      if (!(limit > 0)) {
        throw new IllegalArgumentException("limit must be above 0, was " + limit);
      }
      var change = change(time);
      if (change.interval().upper() < limit) {
        return Growth.WITHIN;
      }
      return direction == Direction.INCREASING && change.value() > limit
          ? Growth.BEYOND
          : Growth.UNDECIDED;
    }
  }

  /** Takes up to about 0.1 s for 1,000 points. */
  static Trend of(List<Point> points) {
    var series = new Series(points);
    int n = series.size();
    if (n < FEWEST) {
      return new TooFew(n, n);
    }
    var slopes = TheilSen.slopes(series.points());
    double slope = Quantiles.ofSorted(slopes, 0.5);
    double inflation = n <= KendallScore.EXACT ? 1 : series.inflation(slope);
    if (n / inflation < FEWEST) {
      return new TooFew(n, n / inflation);
    }
    var values = series.values();
    long s = KendallScore.s(values);
    double p = KendallScore.of(values, inflation).p(s);
    return new Judged(
        n,
        direction(s, p),
        p,
        slope,
        interval(slopes, new KendallScore(n, inflation)),
        Quantiles.median(values),
        inflation);
  }

  private static Direction direction(long s, double p) {
    if (p >= ALPHA) {
      return Direction.NONE;
    }
    return s > 0 ? Direction.INCREASING : Direction.DECREASING;
  }

  /**
   * From the kth least to the kth greatest slope, with the largest k whose chance of missing the
   * true one is at most {@link #ALPHA}: it does if S of what is left without the slope reaches all
   * pairs less 2 (k − 1).
   */
  private static Interval interval(double[] slopes, KendallScore score) {
    int least = 1;
    int most = slopes.length / 2;
    while (least < most) {
      int k = (least + most + 1) / 2;
      if (score.p(slopes.length - 2L * (k - 1)) <= ALPHA) {
        least = k;
      } else {
        most = k - 1;
      }
    }
    return new Interval(slopes[least - 1], slopes[slopes.length - least]);
  }
}
