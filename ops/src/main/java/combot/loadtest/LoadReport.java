package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Document;
import combot.report.Tone;
import combot.statistics.LittlesLaw;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An outcome as a report. */
final class LoadReport {

  private static final int ROWS = 24;

  private final Outcome outcome;
  private final List<Requirement.Held> held;
  private final List<Block> blocks = new ArrayList<>();

  private LoadReport(Outcome outcome, List<Requirement.Held> held) {
    this.outcome = outcome;
    this.held = held;
  }

  static Document of(Outcome outcome, List<Requirement.Held> held) {
    return new LoadReport(outcome, held).write();
  }

  private Document write() {
    blocks.add(LoadVerdict.of(outcome, held));
    texts();
    setting();
    add("Load");
    blocks.addAll(StageTables.of(outcome));
    requirements();
    blocks.addAll(LoadPlots.of(outcome));
    add("Answers and what is stored");
    answers();
    failures();
    add("Server and machine");
    changes();
    Tenths.of(outcome).ifPresent(blocks::add);
    blocks.add(ServerFigures.of(outcome));
    return new Document(
        "Load test of " + outcome.study(),
        "%s, %s, run %s, seed %d"
            .formatted(
                outcome.began().truncatedTo(ChronoUnit.SECONDS),
                outcome.plan().target(),
                outcome.plan().run(),
                outcome.plan().seed()),
        blocks);
  }

  private void add(String heading) {
    blocks.add(new Block.Heading(heading));
  }

  private void say(String text) {
    blocks.add(new Block.Paragraph(text));
  }

  /** What was measured hangs on it: a text that the cache knows costs no classification. */
  private void texts() {
    var hits =
        outcome.samples().stream()
            .map(sample -> sample.figures().get("cache.hits"))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    say(
        (outcome.plan().newTexts()
                ? "Each complaint was a new one, which the server had to classify."
                : "Complaints came again, so that the server's cache answered for the classifier.")
            + (hits.isPresent()
                ? " The cache knew %s of them in the mean."
                    .formatted(Figure.percent(hits.getAsDouble()))
                : ""));
  }

  private void setting() {
    var behaviour = outcome.plan().behaviour();
    say(
        Figure.format(
            "Study version %.12s. Times of people × %s; %s leave early, %s of turns are followed by a reload, %s are sent twice, %s of people are on a slow network. It took %s.",
            outcome.studyVersion(),
            behaviour.timeScale(),
            Figure.percent(behaviour.dropOut()),
            Figure.percent(behaviour.reload()),
            Figure.percent(behaviour.doubleSend()),
            Figure.percent(behaviour.slowNetwork()),
            Figure.time(outcome.took())));
    outcome.cutShort().ifPresent(why -> say("It ended before it was done: " + why));
    outcome
        .purged()
        .ifPresent(removed -> say(Figure.format("%,d conversations were removed.", removed)));
    outcome
        .notPurged()
        .ifPresent(why ->
            say(
                "What it stored is not all removed: %s To remove it, run ./combot loadtest --purge."
                    .formatted(why)));
  }

  /** All stages that are judged; the first is the warm-up, if there was one. */
  private List<StageOutcome> judged() {
    return Stream.concat(outcome.warmUp().stream(), outcome.stages().stream()).toList();
  }

  private void requirements() {
    if (!held.isEmpty()) {
      blocks.add(
          new Block.Table(
              "What was required of each stage",
              List.of(
                  new Column("required", false),
                  new Column("stage", false),
                  new Column("measured", true),
                  new Column("state", false)),
              held.stream()
                  .map(one ->
                      List.of(
                          Cell.of(one.requirement().text()),
                          Cell.of(one.stage()),
                          Cell.of(one.seen()),
                          one.holds()
                              ? new Cell("reached", Tone.GOOD)
                              : new Cell("not reached", Tone.BAD)))
                  .toList()));
    }
  }

  private void answers() {
    var all = judged().stream().map(StageOutcome::reconciled).toList();
    say(
        Figure.format(
            "%,d conversations with %,d turns of participants are stored%s.",
            sum(all, Reconciled::conversations),
            sum(all, Reconciled::turns),
            outcome.warmUp().isPresent() ? ", those of the warm-up among them" : ""));
    for (var stage : judged()) {
      stage
          .reconciled()
          .notCompared()
          .ifPresent(
              why -> say("What %s stored was not compared: %s".formatted(stage.name(), why)));
    }
    blocks.add(
        new Block.Table(
            "What is stored, against what was sent",
            StageTables.columns("turns", "number"),
            List.of(
                count("acknowledged and not stored", sum(all, Reconciled::lost)),
                count("stored twice", sum(all, Reconciled::doubled)),
                count("stored and never sent, or in another's", sum(all, Reconciled::foreign)),
                count("out of order, or not of the condition", sum(all, Reconciled::wrong)),
                List.of(
                    Cell.of("stored, the answer never arrived (no fault)"),
                    Cell.of(Figure.whole(sum(all, Reconciled::unacknowledged)))))));
    long classified = sum(all, Reconciled::classified);
    if (classified > 0) {
      long agreeing = sum(all, Reconciled::agreeing);
      say(
          Figure.format(
              "The class found is the one that people gave the complaint in %,d of %,d (%s). This tells of the classifier and decides nothing here.",
              agreeing, classified, Figure.percent((double) agreeing / classified)));
    }
    var problems = all.stream().flatMap(one -> one.problems().stream()).limit(20).toList();
    if (!problems.isEmpty()) {
      blocks.add(new Block.Bullets(problems));
    }
    for (var stage : outcome.stages()) {
      stage
          .arrivals()
          .ifPresent(came ->
              say(
                  Figure.format(
                      "Arrivals: %,d planned, %,d came, late by %.1f ms in the mean.%s Times count from when a request was meant to be sent.",
                      came.planned(), came.achieved(), came.lateMillis(), withheld(came))));
    }
    little();
  }

  private static String withheld(Outcome.Arrivals came) {
    return came.withheld() == 0
        ? ""
        : Figure.format(
            " %,d were not sent: %,d were there already, and a load test holds no more. The server does not keep up with this rate.",
            came.withheld(), Shape.MOST);
  }

  private void little() {
    var unfit =
        named(
            stage -> stage.little().filter(LittlesLaw::isMismeasured).isPresent(),
            stage ->
                Figure.format(
                    "%s (%.1f %%)", stage.name(), stage.little().orElseThrow().deviation() * 100));
    var unjudged = named(stage -> stage.little().isEmpty(), StageOutcome::name);
    if (!unfit.isEmpty()) {
      say(
          "Mismeasured, by Little's law: %s. Don't trust these figures; the generator may have been short of processor time."
              .formatted(unfit));
    } else if (outcome.stages().stream().anyMatch(stage -> stage.little().isPresent())) {
      say("Little's law holds within 5 % where it was judged: what was measured fits together.");
    }
    if (!unjudged.isEmpty()) {
      say(
          "Not judged by Little's law, since too little was measured or since it tells nothing of people who come at their own times: %s."
              .formatted(unjudged));
    }
  }

  private String named(Predicate<StageOutcome> which, Function<StageOutcome, String> how) {
    return outcome.stages().stream().filter(which).map(how).collect(Collectors.joining(", "));
  }

  private static List<Cell> count(String what, long number) {
    return List.of(
        Cell.of(what), new Cell(Figure.whole(number), number == 0 ? Tone.PLAIN : Tone.BAD));
  }

  private static long sum(List<Reconciled> all, ToLongFunction<Reconciled> of) {
    return all.stream().mapToLong(of).sum();
  }

  private void failures() {
    var rows = new ArrayList<List<Cell>>();
    for (var stage : judged()) {
      for (var failure : stage.failures()) {
        rows.add(
            List.of(
                Cell.of(failure.what()),
                Cell.of(stage.name()),
                Cell.of(Figure.whole(failure.count())),
                Cell.of(failure.excerpt())));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Failed requests and wrong answers, the first " + ROWS + " kinds",
              List.of(
                  new Column("what", false),
                  new Column("stage", false),
                  new Column("times", true),
                  new Column("the first", false)),
              rows.stream().limit(ROWS).toList()));
    }
  }

  private void changes() {
    var changes = outcome.changes();
    if (!changes.isEmpty()) {
      say("How it changed while it ran. This decides nothing here: --require does.");
      blocks.add(new Block.Bullets(changes.stream().map(Change::said).toList()));
    }
  }
}
