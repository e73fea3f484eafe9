package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Tone;
import combot.statistics.Proportion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/** Times and counts of a load test's stages, and times by what was asked, as tables. */
final class StageTables {

  private static final int ROWS = 24;

  private final Outcome outcome;
  private final List<Block> blocks = new ArrayList<>();

  private StageTables(Outcome outcome) {
    this.outcome = outcome;
  }

  static List<Block> of(Outcome outcome) {
    var tables = new StageTables(outcome);
    tables.stages();
    tables.kinds();
    return tables.blocks;
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
            shown.stream().map(StageTables::timesOf).toList()));
    blocks.add(
        new Block.Table(
            "Throughput and success of the same stages (left: early on their own + before their end, by a failure or since time was up)",
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
            shown.stream().map(StageTables::countsOf).toList()));
  }

  /** The first holds words, the others figures. */
  static List<Column> columns(String first, String... others) {
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
}
