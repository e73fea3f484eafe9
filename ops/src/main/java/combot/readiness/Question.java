package combot.readiness;

import java.util.Optional;

/** A line whose value is not known yet. */
public record Question(
    Context context, String id, String title, String how, String remedy, boolean required) {

  /** What a probe asks. */
  interface Of {
    Question in(Context context);
  }

  /** It only informs. */
  public Line told(String value) {
    return is(State.PASS, value, "");
  }

  /**
   * Nobody knows.
   *
   * @param why and what to do about that, if anything
   */
  public Line unknown(String why) {
    return is(State.NOT_MEASURED, why, threshold());
  }

  /** The threshold of this line in words; empty where it has none of its own. */
  String threshold() {
    return context.limits().find(id).map(Limit::toString).orElse("");
  }

  /**
   * @param threshold what it was held against, in words
   */
  public Line is(State state, String value, String threshold) {
    var told =
        state == State.WARN || state == State.FAIL ? Optional.of(remedy) : Optional.<String>empty();
    return new Line(
        id, title, value, threshold, state, how, context.clock().instant(), required, told);
  }

  /** Passes where {@code good}, else it is as {@code otherwise} says. */
  public Line holds(boolean good, State otherwise, String value, String threshold) {
    return is(good ? State.PASS : otherwise, value, threshold);
  }

  /**
   * Holds a figure against the threshold of this line.
   *
   * @param figure in the unit of the threshold
   * @param value the same for people
   * @throws IllegalArgumentException if no threshold has this id
   */
  public Line measured(double figure, String value) {
    var limit =
        context
            .limits()
            .find(id)
            .orElseThrow(() -> new IllegalArgumentException("no threshold is called " + id));
    return is(limit.judge(figure), value, limit.toString());
  }
}
