package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Latencies;
import combot.report.Block;
import combot.report.Block.Axis;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import combot.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The step test: whether answers are right at any load, and up to which they are how fast. */
record StepsProbe(Loads loads) implements Probe {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("At once", true),
          new Column("State", false),
          new Column("Half within", true),
          new Column("95 % within", true),
          new Column("99 % within", true),
          new Column("Answered rightly", true),
          new Column("Requests/s", true),
          new Column("Conversations/h", true));

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.STEPS, now);
    int session = loads.programme().target().session();
    var lines = new ArrayList<Line>();
    lines.add(
        loads.line(
            Trial.STEPS,
            context.require(
                "load.steps.answers",
                "Step test: " + TrialProbe.ANSWERS,
                "each is judged by the study; up to %d at once each must come".formatted(session),
                TrialProbe.WRONG),
            (question, outcome) -> Content.of(outcome).answers(question, session)));
    lines.add(
        loads.line(
            Trial.STEPS,
            context.require(
                "load.steps.turns",
                "Step test: turns not stored as sent",
                "the store, read back",
                TrialProbe.WRONG),
            (question, outcome) -> Content.of(outcome).turns(question)));
    lines.add(mismeasured(context));
    Grade.bounded().map(grade -> largest(context, grade)).forEach(lines::add);
    return lines;
  }

  private Line mismeasured(Context context) {
    var question =
        context.ask(
            "load.steps.mismeasured",
            "Step test: steps that were mismeasured",
            "Little's law: participants = throughput × (reply + think time)",
            "They are left out of what is concluded. Repeat it while nothing else runs: "
                + loads.programme().depth().command());
    var steps = loads.steps(context.limits());
    if (steps.isEmpty()) {
      return question.unknown(loads.why(Trial.STEPS));
    }
    var wrong =
        steps.stream()
            .filter(Step::isMismeasured)
            .map(step -> "%d at once (%s)".formatted(step.users(), TargetProbe.mismeasured(step)))
            .collect(Collectors.joining(", "));
    return question.holds(
        wrong.isEmpty(),
        State.WARN,
        wrong.isEmpty() ? "none of %d".formatted(steps.size()) : wrong,
        "none off by more than 5 %");
  }

  private Line largest(Context context, Grade grade) {
    double border = grade.border(context.limits());
    var question =
        context.ask(
            grade.id(),
            "Largest load that is " + grade,
            "step test; no smaller step was worse, those of few replies aside",
            TrialProbe.TOO_SLOW);
    var within = "95 % of replies within " + Figure.millis(border);
    var steps = loads.steps(context.limits());
    if (steps.isEmpty()) {
      return question.is(State.NOT_MEASURED, loads.why(Trial.STEPS), within);
    }
    var last = steps.getLast();
    var value =
        Step.largest(steps, grade)
            .map(step ->
                "%d at once%s"
                    .formatted(step.users(), step == last ? ", the most that were tested" : ""))
            .orElse("none of those tested");
    return question.is(State.PASS, value, within);
  }

  @Override
  public List<Block> blocks(Context context) {
    var steps = loads.steps(context.limits());
    if (steps.isEmpty()) {
      return List.of();
    }
    var blocks = new ArrayList<Block>();
    blocks.add(new Block.Paragraph(explained(context)));
    blocks.add(
        new Block.Table(
            "Step test: how long replies take, and how many are given",
            COLUMNS,
            steps.stream().map(StepsProbe::row).toList()));
    blocks.add(
        new Plot(
            "How long replies take, by participants at once",
            new Axis("participants at once", true),
            new Axis("ms", true),
            List.of(
                series("half", steps, step -> step.measured().replies().p50()),
                series("95 %", steps, step -> step.measured().replies().p95()),
                series("99 %", steps, step -> step.measured().replies().p99()))));
    loads
        .of(Trial.STEPS)
        .ifPresent(outcome -> blocks.addAll(Content.of(outcome).problems(Trial.STEPS.title())));
    return blocks;
  }

  private String explained(Context context) {
    double faster = 1 / loads.programme().scale(Trial.STEPS);
    return "In the step test ever more virtual participants converse at once. They think and type %.0f times as fast as people, so 10 of them ask for as much as about %.0f people: what is told of so many at once holds all the more for people."
            .formatted(faster, faster * 10)
        + (context.running().models().areWanted()
            ? " What a language model takes of a reply is not in these times: load tests get one that is made up."
            : "");
  }

  private static List<Cell> row(Step step) {
    var measured = step.measured();
    var replies = measured.replies();
    return List.of(
        Cell.of(Figure.whole(step.users())),
        new Cell(step.state(), tone(step)),
        time(replies, Latencies::p50),
        time(replies, Latencies::p95),
        time(replies, Latencies::p99),
        Cell.of(measured.success().map(all -> Figure.percent(all.share())).orElse("–")),
        Cell.of(Figure.format("%.1f", measured.requestsPerSecond())),
        Cell.of(Figure.whole(measured.conversationsPerHour())));
  }

  private static Cell time(Latencies replies, ToDoubleFunction<Latencies> figure) {
    return Cell.of(replies.count() == 0 ? "–" : Figure.millis(figure.applyAsDouble(replies)));
  }

  private static Tone tone(Step step) {
    if (step.isMismeasured()) {
      return Tone.MUTED;
    }
    if (step.is(Grade.GOOD)) {
      return Tone.GOOD;
    }
    return step.is(Grade.ACCEPTABLE) ? Tone.WARNING : Tone.BAD;
  }

  static Series series(String name, List<Step> steps, ToDoubleFunction<Step> figure) {
    return new Series(
        name,
        false,
        steps.stream()
            .filter(step -> figure.applyAsDouble(step) > 0)
            .map(step -> new Point(step.users(), figure.applyAsDouble(step)))
            .toList());
  }
}
