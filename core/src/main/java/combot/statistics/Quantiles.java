package combot.statistics;

import java.util.Arrays;
import java.util.Random;

/**
 * Quantiles of small samples, interpolated linearly between the two nearest values: type 7 of
 * Hyndman and Fan (1996), which R, NumPy and spreadsheets take. Samples may be in any order and
 * stay as they are. Millions of latencies belong into a histogram.
 */
public final class Quantiles {
  /** So that the interval takes about a second at most. */
  static final int MOST_TO_RESAMPLE = 10_000;

  static final int RESAMPLES = 2_000;

  private Quantiles() {}

  /**
   * @param p 0 (the least value) to 1 (the greatest)
   * @throws IllegalArgumentException without values, if one is not finite, or for another p
   */
  public static double quantile(double[] values, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be from 0 to 1, was " + p);
    }
    return ofSorted(sorted(values), p);
  }

  /**
   * @throws IllegalArgumentException without values, or if one is not finite
   */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * 95 % confidence interval of the median of what the values are a sample of: the percentile
   * bootstrap (Efron 1979) with 2,000 resamples. It takes the values to be independent, and with
   * less than about ten of them is too narrow.
   *
   * @param values 1 to 10,000
   * @param seed the same gives the same interval
   * @throws IllegalArgumentException for another number of values, or if one is not finite
   */
  public static Interval medianInterval(double[] values, long seed) {
    if (values.length > MOST_TO_RESAMPLE) {
      throw new IllegalArgumentException(
          "at most " + MOST_TO_RESAMPLE + " values are resampled, were " + values.length);
    }
    var sorted = sorted(values);
    var random = new Random(seed);
    var medians = new double[RESAMPLES];
    var drawn = new double[sorted.length];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.setAll(drawn, j -> sorted[random.nextInt(sorted.length)]);
      Arrays.sort(drawn);
      medians[i] = ofSorted(drawn, 0.5);
    }
    return middle95(medians);
  }

  /** What lies between the 2.5th and the 97.5th percentile; sorts the values. */
  static Interval middle95(double[] values) {
    Arrays.sort(values);
    return new Interval(ofSorted(values, 0.025), ofSorted(values, 0.975));
  }

  /** Of ascending values, at least one, which may be infinite. */
  static double ofSorted(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    double part = place - below;
    // an infinite value times 0, or less another, would be no number
    return part == 0 || sorted[below] == sorted[below + 1]
        ? sorted[below]
        : sorted[below] + part * (sorted[below + 1] - sorted[below]);
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there must be at least one value");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("values must be finite, one was " + value);
      }
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
