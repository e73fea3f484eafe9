package combot.loadtest;

import combot.report.Block;
import combot.report.Block.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What server and machine told during a load test, as a table. */
final class ServerFigures {

  private final Outcome outcome;

  private ServerFigures(Outcome outcome) {
    this.outcome = outcome;
  }

  static Block of(Outcome outcome) {
    return new ServerFigures(outcome).table();
  }

  private Block table() {
    var rows = new ArrayList<List<Cell>>();
    figure(rows, "memory.all", "memory of gateway and workers, MB", Figure.MEGABYTE);
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
      return new Block.Paragraph(
          "The server told no figures: /metrics answers programs on its own machine only.");
    }
    return new Block.Table(
        "Every two seconds, over the test",
        StageTables.columns("figure", "least", "mean", "most"),
        rows);
  }

  private void figure(List<List<Cell>> rows, String name, String title, double unit) {
    var values =
        outcome.samples().stream()
            .map(sample -> sample.figures().get(name))
            .filter(Objects::nonNull)
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
