package combot.statistics;

/** Student's t distribution. */
final class StudentT {
  private StudentT() {}

  /**
   * P(|T| ≥ t), by the finite sums of Abramowitz and Stegun (26.7.3, 26.7.4).
   *
   * @param degrees of freedom, at least 1
   * @param t at least 0
   */
  static double twoSided(int degrees, double t) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    boolean odd = degrees % 2 == 1;
    double term = odd ? Math.cos(angle) : 1;
    double sum = 0;
    for (int i = odd ? 3 : 2; i <= degrees; i += 2) {
      sum += term;
      term *= Math.pow(Math.cos(angle), 2) * (i - 1) / i;
    }
    double within = Math.sin(angle) * sum;
    return 1 - (odd ? 2 / Math.PI * (angle + within) : within);
  }

  /**
   * The t with P(|T| ≤ t) = level: 3.18 for 0.95 and 3 degrees of freedom.
   *
   * @throws IllegalArgumentException unless 0 &lt; level &lt; 1
   */
  static double quantile(int degrees, double level) {
    return Bisection.ofLevel(level, t -> twoSided(degrees, t));
  }
}
