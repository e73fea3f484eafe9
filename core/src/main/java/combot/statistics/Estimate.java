package combot.statistics;

/**
 * An estimated figure with its 95 % confidence interval.
 *
 * @throws IllegalArgumentException if the value is not in the interval
 */
public record Estimate(double value, Interval interval) {

  public Estimate {
    if (!interval.contains(value)) {
      throw new IllegalArgumentException("value must be in " + interval + ", was " + value);
    }
  }
}
