package combot.readiness;

import combot.loadtest.Outcome.StageOutcome;
import combot.statistics.LittlesLaw;
import java.util.List;
import java.util.Optional;

/**
 * One step of the step test.
 *
 * @param users at once, as planned
 * @param success share of requests that were answered rightly, percent; NaN without any
 * @param grade by its replies
 * @param answered whether replies came, all of them right, and few requests failed
 */
record Step(int users, StageOutcome measured, double success, Grade grade, boolean answered) {

  private static final int MANY = 20;

  static Step of(int users, StageOutcome measured, Limits limits) {
    double success = measured.success().map(all -> all.share() * 100).orElse(Double.NaN);
    boolean answered =
        measured.isRight()
            && measured.replies().count() > 0
            && limits.find(TargetProbe.SUCCESS).orElseThrow().judge(success) != State.FAIL;
    return new Step(users, measured, success, Grade.of(measured.replies().p95(), limits), answered);
  }

  /** Whether its figures contradict each other, so that nothing is concluded from them. */
  boolean isMismeasured() {
    return measured.little().filter(LittlesLaw::isMismeasured).isPresent();
  }

  /** Whether its 95th percentile is more than the slowest of a few. */
  boolean hasMany() {
    return measured.replies().count() >= MANY;
  }

  /** As people read it. */
  String state() {
    if (isMismeasured()) {
      return "mismeasured";
    }
    return answered ? grade.toString() : "failing";
  }

  boolean is(Grade least) {
    return answered && grade.isAtLeast(least);
  }

  /**
   * The largest step of at least a grade, below which no step is worse. Those that were mismeasured
   * do not count, nor those with few replies in which all went well.
   *
   * @param steps ascending
   */
  static Optional<Step> largest(List<Step> steps, Grade least) {
    return steps.stream()
        .filter(step -> !step.isMismeasured() && (step.hasMany() || !step.answered()))
        .takeWhile(step -> step.is(least))
        .reduce((_, last) -> last);
  }
}
