package combot.statistics;

/**
 * Successes of a number of independent trials.
 *
 * @param successes 0 to {@code trials}
 * @param trials at least 1: where nothing was tried there is no proportion, and the caller must say
 *     "not measured" instead
 * @throws IllegalArgumentException for other numbers
 */
public record Proportion(long successes, long trials) {

  public Proportion {
    if (trials < 1) {
      throw new IllegalArgumentException("trials must be >= 1, was " + trials);
    }
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "successes must be from 0 to " + trials + ", was " + successes);
    }
  }

  /** 0 to 1. */
  public double share() {
    return (double) successes / trials;
  }

  /** The 95 % one. */
  public Interval interval() {
    return interval(0.95);
  }

  /**
   * Confidence interval by Wilson (1927), within 0 to 1. The usual normal one has no width where
   * nothing or everything failed, as in most load tests.
   *
   * @param level between 0 and 1, such as 0.95
   * @throws IllegalArgumentException for another level
   */
  public Interval interval(double level) {
    double n = trials;
    double p = share();
    double z2 = Math.pow(Normal.quantile(level), 2);
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
    return new Interval(
        successes == 0 ? 0 : Math.max(0, centre - half),
        successes == trials ? 1 : Math.min(1, centre + half));
  }
}
