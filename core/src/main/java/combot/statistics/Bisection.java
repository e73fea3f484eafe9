package combot.statistics;

import java.util.function.DoubleUnaryOperator;

/** Critical values of symmetric distributions, found from their tails. */
final class Bisection {
  private static final int HALVINGS = 200;

  private Bisection() {}

  /**
   * The value that is exceeded, by amount, with probability 1 − level.
   *
   * @param twoSided that probability for a value of at least 0, falling
   * @throws IllegalArgumentException unless 0 &lt; level &lt; 1
   */
  static double ofLevel(double level, DoubleUnaryOperator twoSided) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be between 0 and 1, was " + level);
    }
    double low = 0;
    double high = 1;
    while (twoSided.applyAsDouble(high) > 1 - level) {
      high *= 2;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (twoSided.applyAsDouble(middle) > 1 - level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
