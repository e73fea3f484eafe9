package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Reconciled;
import combot.report.Block;
import combot.statistics.Proportion;
import combot.study.InvalidStudyException;
import java.io.UncheckedIOException;
import java.util.List;

/** A load test of the target's sessions: whether all was answered, rightly and in time. */
record TrialProbe(Loads loads, Trial trial) implements Probe {

  static final String TOO_SLOW =
      "Let fewer come at once, close other programs (top), or take a larger machine";
  static final String FAILED =
      "See below what failed, and the log: journalctl -u combot, or what serve printed";
  static final String ANSWERS = "answers that were wrong, or never came";
  static final String WRONG =
      "Do not begin: keep the data folder and the log as they are, and tell us";

  @Override
  public List<Line> look(Context context) {
    var then = loads.at(trial, context);
    return List.of(
        loads.line(
            trial,
            ask(then, "success", "requests answered rightly", how(context), FAILED),
            TrialProbe::success),
        loads.line(
            trial,
            ask(then, "replies", "95 % of " + judged() + " within", how(context), TOO_SLOW),
            (question, outcome) -> replies(question, outcome, context.limits())),
        loads.line(
            trial,
            ask(then, "answers", ANSWERS, how(context) + "; each is judged by the study", WRONG),
            (question, outcome) -> Content.of(outcome).answers(question, Integer.MAX_VALUE)),
        loads.line(
            trial,
            ask(then, "turns", "turns not stored as sent", "the store, read back", WRONG),
            (question, outcome) -> Content.of(outcome).turns(question)));
  }

  private Question ask(Context context, String id, String title, String how, String remedy) {
    return context.require(
        "load.%s.%s".formatted(trial, id), trial.title() + ": " + title, how, remedy);
  }

  private String how(Context context) {
    int session = loads.programme().target().session();
    int stages = loads.programme().shape(trial).stages().size();
    return "%d virtual participants at once%s, %s, each complaint new%s"
        .formatted(
            session,
            stages == 1 ? "" : ", %d times".formatted(stages),
            loads.programme().pace(trial),
            apart(context));
  }

  /** How times are told where a language model is wanted; empty where none is. */
  static String apart(Context context) {
    return context.running().models().areWanted() ? "; a language model's own time apart" : "";
  }

  private static Line success(Question question, Outcome outcome) {
    return outcome
        .success()
        .map(all -> question.measured(all.share() * 100, told(all)))
        .orElseGet(() -> question.unknown("nothing was asked"));
  }

  /** With Wilson's interval, since all of few is no certainty. */
  static String told(Proportion all) {
    return Figure.format(
        "%s, %,d of %,d (95 %% interval from %.2f %%)",
        Figure.percent(all.share()), all.successes(), all.trials(), all.interval().lower() * 100);
  }

  private String judged() {
    return trial == Trial.BURST ? "replies to first messages" : "replies";
  }

  /** Of a burst those that all wait for at once: what they say later comes at their own times. */
  private Line replies(Question question, Outcome outcome, Limits limits) {
    var kind = trial == Trial.BURST ? Kind.FIRST : Kind.TURN;
    return replies(question, outcome.latencies().getOrDefault(kind, Latencies.NONE), limits);
  }

  static Line replies(Question question, Latencies replies, Limits limits) {
    return replies.count() == 0
        ? question.unknown("nothing was answered")
        : question.measured(
            replies.p95(),
            "%s, which is %s; half within %s, 99 %% within %s"
                .formatted(
                    Figure.millis(replies.p95()),
                    Grade.of(replies.p95(), limits),
                    Figure.millis(replies.p50()),
                    Figure.millis(replies.p99())));
  }

  @Override
  public List<Block> blocks(Context context) {
    return loads
        .of(trial)
        .map(outcome -> Content.of(outcome).problems(trial.title()))
        .orElse(List.of());
  }

  /** How often the classifier finds the class that people gave the complaint. */
  record Classes(Loads loads) implements Probe {
    @Override
    public List<Line> look(Context context) {
      var question =
          new Question(
              loads.at(Trial.SESSIONS, context),
              "load.sessions.class",
              "Session test: complaints classified as people do",
              "the stored class of each, against the label of its text",
              "Some complaints get the follow-up questions of another class. See docs/classifier.md; train it on texts of your own",
              classifies(context));
      return List.of(loads.line(Trial.SESSIONS, question, Classes::agreement));
    }

    /** Whether the study has classes; one that can't be read is taken to have some. */
    private static boolean classifies(Context context) {
      try {
        return ServedStudy.first(context).map(study -> !study.classes().isEmpty()).orElse(true);
      } catch (InvalidStudyException | UncheckedIOException e) {
        return true;
      }
    }

    private static Line agreement(Question question, Outcome outcome) {
      var stored = outcome.stages().stream().map(StageOutcome::reconciled).toList();
      long classified = stored.stream().mapToLong(Reconciled::classified).sum();
      if (classified == 0) {
        return question.unknown("no complaint was classified");
      }
      long agreeing = stored.stream().mapToLong(Reconciled::agreeing).sum();
      var all = new Proportion(agreeing, classified);
      return question.measured(all.share() * 100, told(all));
    }
  }
}
