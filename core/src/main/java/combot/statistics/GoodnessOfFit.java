package combot.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Whether counts are as weights say: Pearson's chi-square test. */
public final class GoodnessOfFit {

  private static final double EXPECTED = 5;
  private static final double FEW = 10;

  private GoodnessOfFit() {}

  /**
   * The probability that counts deviate at least so much from their weights by chance, by the cube
   * root transformation of Wilson and Hilferty (1931). Categories of weight 0 are left out.
   *
   * @param counts one for each category
   * @param weights of these, 0 or above
   * @return empty where the test can't tell: a category is expected fewer than five times, unless
   *     all have the same weight, where n ≥ 10 with n² / k ≥ 10 is enough (Koehler and Larntz
   *     1980); or there are fewer than two categories
   * @throws IllegalArgumentException if there are not as many weights as counts
   */
  public static OptionalDouble p(long[] counts, long[] weights) {
    if (counts.length != weights.length) {
      throw new IllegalArgumentException(
          "counts and weights must be as many, were " + counts.length + " and " + weights.length);
    }
    var used = IntStream.range(0, counts.length).filter(i -> weights[i] > 0).toArray();
    double n = Arrays.stream(used).mapToLong(i -> counts[i]).sum();
    double all = Arrays.stream(used).mapToLong(i -> weights[i]).sum();
    double least = Arrays.stream(used).mapToDouble(i -> n * weights[i] / all).min().orElse(0);
    boolean same = Arrays.stream(used).mapToLong(i -> weights[i]).distinct().count() == 1;
    boolean enough = least >= EXPECTED || same && n >= FEW && n * n / used.length >= FEW;
    if (used.length < 2 || !enough) {
      return OptionalDouble.empty();
    }
    double chiSquare =
        Arrays.stream(used)
            .mapToDouble(i -> {
              double expected = n * weights[i] / all;
              return Math.pow(counts[i] - expected, 2) / expected;
            })
            .sum();
    return OptionalDouble.of(above(chiSquare, used.length - 1));
  }

  private static double above(double chiSquare, int freedom) {
    double part = 2.0 / (9 * freedom);
    double z = (Math.cbrt(chiSquare / freedom) - (1 - part)) / Math.sqrt(part);
    double half = Normal.twoSided(z) / 2;
    return z > 0 ? half : 1 - half;
  }
}
