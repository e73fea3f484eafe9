package combot.statistics;

/**
 * From {@code lower} to {@code upper}, both included; an end may be infinite.
 *
 * @throws IllegalArgumentException if an end is no number or they are the wrong way round
 */
public record Interval(double lower, double upper) {

  public Interval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("lower must be <= upper, was " + lower + " to " + upper);
    }
  }

  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  Interval including(double value) {
    return new Interval(Math.min(lower, value), Math.max(upper, value));
  }
}
