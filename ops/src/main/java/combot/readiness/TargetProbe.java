package combot.readiness;

import combot.loadtest.Figure;
import combot.statistics.LittlesLaw;
import java.util.List;
import java.util.function.BiFunction;

/** The step with the target's load. */
record TargetProbe(Loads loads) implements Probe {

  static final String SUCCESS = "load.target.success";

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.STEPS, now);
    int session = loads.programme().target().session();
    var title = "Step of %d at once".formatted(session);
    var how =
        "virtual participants who come again and again, "
            + loads.programme().pace(Trial.STEPS)
            + TrialProbe.apart(now);
    return List.of(
        line(
            context.require(SUCCESS, title + ": requests answered rightly", how, TrialProbe.FAILED),
            (question, step) ->
                step.measured()
                    .success()
                    .map(all -> question.measured(all.share() * 100, TrialProbe.told(all)))
                    .orElseGet(() -> question.unknown("nothing was asked"))),
        line(
            context.require(
                "load.target.replies",
                title + ": 95 % of replies within",
                how,
                TrialProbe.TOO_SLOW),
            (question, step) ->
                TrialProbe.replies(question, step.measured().replies(), context.limits())));
  }

  private Line line(Question question, BiFunction<Question, Step, Line> finding) {
    var step = loads.target(question.context().limits());
    if (step.isEmpty()) {
      return question.unknown(loads.why(Trial.STEPS));
    }
    return step.get().isMismeasured()
        ? question.unknown(mismeasured(step.get()))
        : finding.apply(question, step.get());
  }

  /** By Little's law. */
  static String mismeasured(Step step) {
    return step.measured()
        .little()
        .map(LittlesLaw::deviation)
        .map(share ->
            Figure.format("mismeasured: its figures contradict each other by %.1f %%", share * 100))
        .orElse("mismeasured");
  }
}
