package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Document;
import combot.report.Tone;
import combot.statistics.LittlesLaw;
import combot.statistics.Proportion;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** An outcome as a report. */
final class LoadReport {

  private static final int ROWS = 24;
  static final double MEGABYTE = 1 << 20;

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
    stages();
    kinds();
    requirements();
    blocks.addAll(LoadPlots.of(outcome));
    add("Answers and what is stored");
    answers();
    failures();
    add("Server and machine");
    changes();
    Tenths.of(outcome).ifPresent(blocks::add);
    server();
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

  private void stages() {
    var shown = outcome.stages();
    var caption = "How long participants wait for a reply, by stage";
    if (shown.size() > ROWS) {
      shown =
          shown.stream()
              .sorted((a, b) -> Double.compare(b.replies().p95(), a.replies().p95()))
              .limit(ROWS)
              .toList();
      caption += Figure.format(": the %d slowest of %d", ROWS, outcome.stages().size());
    }
    blocks.add(
        new Block.Table(
            caption,
            columns("stage", "users", "replies", "mean", "p50", "p90", "p95", "p99", "max"),
            shown.stream().map(LoadReport::timesOf).toList()));
    blocks.add(
        new Block.Table(
            "Throughput and success of the same stages (left: early on their own + broken off)",
            columns(
                "stage",
                "done",
                "left",
                "requests",
                "success",
                "95 % interval",
                "req/s",
                "conv/h",
                "session"),
            shown.stream().map(LoadReport::countsOf).toList()));
  }

  private static List<Column> columns(String first, String... others) {
    var columns = new ArrayList<Column>();
    columns.add(new Column(first, false));
    for (var title : others) {
      columns.add(new Column(title, true));
    }
    return columns;
  }

  private static List<Cell> timesOf(StageOutcome stage) {
    var row = new ArrayList<Cell>();
    row.add(Cell.of(stage.name()));
    row.add(Cell.of(Figure.whole(stage.users())));
    row.add(Cell.of(Figure.whole(stage.replies().count())));
    row.addAll(times(stage.replies()));
    return row;
  }

  private static List<Cell> countsOf(StageOutcome stage) {
    var failed =
        stage.success().filter(all -> all.successes() < all.trials()).isPresent()
            ? Tone.WARNING
            : Tone.PLAIN;
    return List.of(
        Cell.of(stage.name()),
        Cell.of(Figure.whole(stage.finished())),
        Cell.of(left(stage)),
        Cell.of(Figure.whole(stage.success().map(Proportion::trials).orElse(0L))),
        new Cell(stage.success().map(all -> Figure.percent(all.share())).orElse("–"), failed),
        Cell.of(
            stage
                .success()
                .map(Proportion::interval)
                .map(range -> Figure.interval(range))
                .orElse("–")),
        Cell.of(Figure.format("%.1f", stage.requestsPerSecond())),
        Cell.of(Figure.whole(stage.conversationsPerHour())),
        Cell.of(stage.sessions().count() == 0 ? "–" : Figure.millis(stage.sessions().p50())));
  }

  private static String left(StageOutcome stage) {
    var early = Figure.whole(stage.droppedOut());
    return stage.brokenOff() == 0 ? early : early + "+" + Figure.whole(stage.brokenOff());
  }

  private static List<Cell> times(Latencies times) {
    if (times.count() == 0) {
      return Collections.nCopies(6, Cell.of("–"));
    }
    return DoubleStream.of(
            times.mean(), times.p50(), times.p90(), times.p95(), times.p99(), times.max())
        .mapToObj(time -> Cell.of(Figure.millis(time)))
        .toList();
  }

  private void kinds() {
    var rows = new ArrayList<List<Cell>>();
    for (var kind : Kind.values()) {
      var times = outcome.latencies().getOrDefault(kind, Latencies.NONE);
      if (times.count() > 0) {
        var row = new ArrayList<Cell>();
        row.add(Cell.of(kind.toString()));
        row.add(Cell.of(Figure.whole(times.count())));
        row.addAll(times(times));
        rows.add(row);
      }
    }
    blocks.add(
        new Block.Table(
            "All stages, by what was asked",
            columns("request", "answered", "mean", "p50", "p90", "p95", "p99", "max"),
            rows));
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
                  new Column("", false)),
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
            columns("turns", "number"),
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
                      "Arrivals: %,d planned, %,d came, late by %.1f ms in the mean. Times count from when a request was meant to be sent.",
                      came.planned(), came.achieved(), came.lateMillis())));
    }
    little();
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
      blocks.add(new Block.Bullets(changes.stream().map(Change::said).toList()));
    }
  }

  private void server() {
    var rows = new ArrayList<List<Cell>>();
    figure(rows, "memory.all", "memory of gateway and workers, MB", MEGABYTE);
    figure(rows, "cpu.server", "processors that the server took", 1);
    figure(rows, "cpu.generator", "processors that this load test took", 1);
    figure(rows, "cpu.machine", "processor time of the machine in use, %", 0.01);
    figure(rows, "load", "load average of 1 min", 1);
    figure(rows, "gc.pause", "garbage collection, mean pause, ms", 1);
    figure(rows, "gc.share", "garbage collection, share of the time, %", 0.01);
    figure(rows, "cache.hits", "complaints known to the cache, %", 0.01);
    figure(rows, "database.waiting", "who wait for the database", 1);
    figure(rows, "classifier.queue", "who wait for the classifier", 1);
    figure(rows, "gateway.waiting", "who wait for a worker", 1);
    if (rows.isEmpty()) {
      say("The server told no figures: /metrics answers programs on its own machine only.");
      return;
    }
    blocks.add(
        new Block.Table(
            "Every two seconds, over the test", columns("figure", "least", "mean", "most"), rows));
  }

  private void figure(List<List<Cell>> rows, String name, String title, double unit) {
    var values =
        outcome.samples().stream()
            .map(sample -> sample.figures().get(name))
            .filter(value -> value != null)
            .mapToDouble(value -> value / unit)
            .summaryStatistics();
    if (values.getCount() > 0) {
      rows.add(
          List.of(
              Cell.of(title),
              Cell.of(Figure.format("%.1f", values.getMin())),
              Cell.of(Figure.format("%.1f", values.getAverage())),
              Cell.of(Figure.format("%.1f", values.getMax()))));
    }
  }
}
