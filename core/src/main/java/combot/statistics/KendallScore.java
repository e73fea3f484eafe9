package combot.statistics;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Kendall's S of a series, and how it is distributed where there is no trend (Mann 1945, Kendall
 * 1975).
 */
final class KendallScore {
  /** Up to here the distribution is counted, with ties too; above it is taken to be normal. */
  static final int EXACT = 10;

  private final int n;

  /** How often each value occurs; they add up to n. */
  private final int[] ties;

  private final double inflation;

  /** Without ties. */
  KendallScore(int n, double inflation) {
    this(n, IntStream.generate(() -> 1).limit(n).toArray(), inflation);
  }

  /**
   * @param values in order of time
   * @param inflation of the variance, by autocorrelation; 1 for none; not used up to {@link #EXACT}
   */
  static KendallScore of(double[] values, double inflation) {
    var counts = new TreeMap<Double, Integer>();
    for (double value : values) {
      counts.merge(value + 0.0, 1, Integer::sum); // -0.0 is 0.0
    }
    var ties = counts.values().stream().mapToInt(Integer::intValue).toArray();
    return new KendallScore(values.length, ties, inflation);
  }

  private KendallScore(int n, int[] ties, double inflation) {
    this.n = n;
    this.ties = ties;
    this.inflation = inflation;
  }

  /** Pairs that rise less pairs that fall. */
  static long s(double[] values) {
    long s = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        s += values[j] > values[i] ? 1 : values[j] < values[i] ? -1 : 0;
      }
    }
    return s;
  }

  /** Of S, corrected for ties. */
  double variance() {
    double variance = spread(n) - Arrays.stream(ties).mapToDouble(KendallScore::spread).sum();
    return inflation * variance / 18;
  }

  private static double spread(double n) {
    return n * (n - 1) * (2 * n + 5);
  }

  /** P(|S| ≥ |s|), above {@link #EXACT} with the correction for continuity. */
  double p(long s) {
    if (s == 0) {
      return 1;
    }
    return n <= EXACT
        ? counted(Math.abs(s))
        : Normal.twoSided((Math.abs(s) - 1) / Math.sqrt(variance()));
  }

  /**
   * Orders of a multiset by their inversions are the coefficients of a q-multinomial: [n]! by the
   * product of [t]! over the ties (MacMahon 1913).
   */
  private double counted(long s) {
    int pairs = pairs(n) - Arrays.stream(ties).map(KendallScore::pairs).sum();
    var orders = new long[pairs + 1];
    orders[0] = 1;
    for (int k = 1; k <= n; k++) {
      multiply(orders, k);
    }
    for (int tie : ties) {
      for (int k = 1; k <= tie; k++) {
        divide(orders, k);
      }
    }
    long extreme = 0;
    for (int inversions = 0; inversions <= pairs; inversions++) {
      extreme += Math.abs(pairs - 2 * inversions) >= s ? orders[inversions] : 0;
    }
    return (double) extreme / Arrays.stream(orders).sum();
  }

  /** By 1 − q^k. */
  private static void multiply(long[] series, int k) {
    for (int i = series.length - 1; i >= k; i--) {
      series[i] -= series[i - k];
    }
  }

  /** By 1 − q^k. */
  private static void divide(long[] series, int k) {
    for (int i = k; i < series.length; i++) {
      series[i] += series[i - k];
    }
  }

  private static int pairs(int n) {
    return n * (n - 1) / 2;
  }
}
