package combot.readiness;

import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the load tests of a check found.
 *
 * @param outcomes of the trials that ran
 * @param missing why others did not
 * @param usage of the machine meanwhile
 */
record Loads(
    Programme programme,
    Map<Trial, Outcome> outcomes,
    Map<Trial, String> missing,
    List<Usage> usage) {

  Loads {
    outcomes = Map.copyOf(outcomes);
    missing = Map.copyOf(missing);
    usage = List.copyOf(usage);
  }

  Optional<Outcome> of(Trial trial) {
    return Optional.ofNullable(outcomes.get(trial));
  }

  /** Why a trial, or a part of it, was not measured. */
  String why(Trial trial) {
    return missing.getOrDefault(
        trial, of(trial).flatMap(Outcome::cutShort).orElse("it was not reached"));
  }

  /**
   * Stages that were carried out whole: the last one of a trial that ended early was not, or nobody
   * knows.
   */
  List<StageOutcome> stages(Trial trial) {
    var outcome = of(trial);
    if (outcome.isEmpty()) {
      return List.of();
    }
    var stages = outcome.get().stages();
    return outcome.get().cutShort().isEmpty() || stages.isEmpty()
        ? stages
        : stages.subList(0, stages.size() - 1);
  }

  /** A context in which lines are of when a trial ended. */
  Context at(Trial trial, Context context) {
    return of(trial)
        .map(outcome -> context.at(outcome.began().plus(outcome.took())))
        .orElse(context);
  }

  /** Ascending. */
  List<Step> steps(Limits limits) {
    var stages = stages(Trial.STEPS);
    if (!(programme.shape(Trial.STEPS) instanceof Shape.Steps shape)) {
      throw new IllegalStateException("the step test has no steps");
    }
    var steps = new ArrayList<Step>();
    for (int i = 0; i < stages.size(); i++) {
      steps.add(Step.of(shape.users().get(i), stages.get(i), limits));
    }
    return steps;
  }

  /** The step with the target's load. */
  Optional<Step> target(Limits limits) {
    return steps(limits).stream()
        .filter(step -> step.users() == programme.target().session())
        .findFirst();
  }

  /**
   * A line about a whole trial. What failed in one that ended early failed; that the rest is well
   * nobody knows.
   */
  Line line(Trial trial, Question question, BiFunction<Question, Outcome, Line> finding) {
    var outcome = of(trial);
    if (outcome.isEmpty()) {
      return question.unknown(why(trial));
    }
    var line = finding.apply(question, outcome.get());
    return outcome.get().cutShort().isEmpty() || line.state() == State.FAIL
        ? line
        : question.unknown("%s Until then: %s".formatted(why(trial), line.value()));
  }
}
