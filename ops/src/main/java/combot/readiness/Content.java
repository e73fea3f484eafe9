package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Reconciled;
import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a trial's answers said, and what of it is stored; the warm-up counts. */
record Content(List<StageOutcome> stages) {

  private static final int ROWS = 12;
  private static final int LONGEST = 160;

  static Content of(Outcome outcome) {
    return new Content(
        Stream.concat(outcome.warmUp().stream(), outcome.stages().stream()).toList());
  }

  /**
   * Answers that were wrong, or never came.
   *
   * @param most participants at once up to which each answer must come; a wrong one is none at any
   *     load
   */
  Line answers(Question question, int most) {
    long wrong = stages.stream().mapToLong(StageOutcome::wrong).sum();
    long missing =
        stages.stream()
            .filter(stage -> stage.users() <= most)
            .mapToLong(StageOutcome::unanswered)
            .sum();
    long all =
        stages.stream().flatMap(stage -> stage.success().stream()).mapToLong(s -> s.trials()).sum();
    if (all == 0) {
      return question.unknown("nothing was answered");
    }
    return question.holds(
        wrong + missing == 0,
        State.FAIL,
        Figure.format("%,d wrong, %,d never came; of %,d, warm-up included", wrong, missing, all),
        "none");
  }

  /** Turns that are not stored as they were sent. */
  Line turns(Question question) {
    boolean right = stages.stream().allMatch(stage -> stage.reconciled().isRight());
    var notCompared =
        stages.stream().flatMap(stage -> stage.reconciled().notCompared().stream()).findFirst();
    if (notCompared.isPresent()) {
      return question.unknown("not all could be compared: " + notCompared.get());
    }
    long turns = sum(Reconciled::turns);
    if (right && turns == 0) {
      return question.unknown("nothing was stored");
    }
    return question.holds(
        right,
        State.FAIL,
        Figure.format(
            "%d lost, %d doubled, %d foreign, %d wrong; %,d stored",
            sum(Reconciled::lost),
            sum(Reconciled::doubled),
            sum(Reconciled::foreign),
            sum(Reconciled::wrong),
            turns),
        "none");
  }

  private long sum(ToLongFunction<Reconciled> figure) {
    return stages.stream().map(StageOutcome::reconciled).mapToLong(figure).sum();
  }

  /** What failed or was wrong, if anything. */
  List<Block> problems(String trial) {
    var rows = new ArrayList<List<Cell>>();
    for (var stage : stages) {
      for (var failure : stage.failures()) {
        rows.add(row(stage.name(), failure.what(), failure.count(), failure.excerpt()));
      }
      for (var problem : stage.reconciled().problems()) {
        rows.add(row(stage.name(), "stored: " + problem, 1, ""));
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Table(
                trial + ": what failed or was wrong, the first " + ROWS + " kinds",
                List.of(
                    new Column("Part", false),
                    new Column("What", false),
                    new Column("How often", true),
                    new Column("The first of them", false)),
                rows.stream().limit(ROWS).toList()));
  }

  private static List<Cell> row(String stage, String what, long count, String excerpt) {
    return List.of(
        Cell.of(stage),
        Cell.of(what),
        Cell.of(Figure.whole(count)),
        Cell.of(excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) + " …" : excerpt));
  }
}
