package combot.statistics;

/** The standard normal distribution, right to about 14 digits. */
final class Normal {
  /** Below, the series needs few terms; above, the continued fraction does. */
  private static final double SERIES_TO = 2.5;

  private static final int FRACTIONS = 120;

  private Normal() {}

  /**
   * P(|Z| ≥ |z|): for small z by Marsaglia's series (2004), for others by Laplace's continued
   * fraction (Abramowitz and Stegun 26.2.14).
   */
  static double twoSided(double z) {
    double x = Math.abs(z);
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    return x < SERIES_TO ? 1 - 2 * density * series(x) : 2 * density / fraction(x);
  }

  private static double series(double x) {
    double sum = 0;
    double term = x;
    for (int i = 3; sum + term != sum; i += 2) {
      sum += term;
      term *= x * x / i;
    }
    return sum;
  }

  private static double fraction(double x) {
    double value = x;
    for (int i = FRACTIONS; i > 0; i--) {
      value = x + i / value;
    }
    return value;
  }

  /**
   * The z with P(|Z| ≤ z) = level: 1.96 for 0.95.
   *
   * @throws IllegalArgumentException unless 0 &lt; level &lt; 1
   */
  static double quantile(double level) {
    return Bisection.ofLevel(level, Normal::twoSided);
  }
}
