package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Outcome;
import combot.report.Block;
import combot.report.Block.Axis;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.util.ArrayList;
import java.util.List;

/** How replies and memory were over a trial, and by its sessions. */
record TimePlots(Loads loads, Trial trial) implements Probe {

  /** Two points are no course. */
  private static final int FEWEST = 3;

  @Override
  public List<Line> look(Context context) {
    return List.of();
  }

  @Override
  public List<Block> blocks(Context context) {
    var blocks = new ArrayList<Block>();
    loads
        .of(trial)
        .ifPresent(outcome -> {
          add(
              blocks,
              "How long replies took over time",
              "minutes",
              "ms, the 95th percentile of each second",
              "replies",
              latency(outcome));
          if (trial == Trial.SESSIONS) {
            add(blocks, "Memory by session", "session", "MB", "Combot", bySession(outcome));
          } else {
            add(blocks, "Memory over time", "minutes", "MB", "Combot", memory(outcome));
          }
        });
    return blocks;
  }

  private void add(
      List<Block> blocks, String caption, String x, String y, String name, List<Point> points) {
    if (points.size() >= FEWEST) {
      blocks.add(
          new Plot(
              "%s: %s".formatted(trial.title(), caption),
              new Axis(x, false),
              new Axis(y, false),
              List.of(new Series(name, false, points))));
    }
  }

  private static List<Point> latency(Outcome outcome) {
    return outcome.stages().stream()
        .flatMap(stage ->
            stage.series().stream()
                .filter(second -> second.replies() > 0)
                .map(second -> new Point((stage.startsAt() + second.at()) / 60, second.p95())))
        .toList();
  }

  private static List<Point> memory(Outcome outcome) {
    return outcome.samples().stream()
        .filter(sample -> sample.all() != null)
        .map(sample -> new Point(sample.at() / 60, sample.all() / Figure.MEGABYTE))
        .toList();
  }

  /** The mean of each. */
  private static List<Point> bySession(Outcome outcome) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < outcome.stages().size(); i++) {
      var stage = outcome.stages().get(i);
      double end = stage.startsAt() + stage.took().toMillis() / 1e3;
      int number = i + 1;
      outcome.samples().stream()
          .filter(sample ->
              sample.all() != null && sample.at() >= stage.startsAt() && sample.at() <= end)
          .mapToDouble(sample -> sample.all() / Figure.MEGABYTE)
          .average()
          .ifPresent(mean -> points.add(new Point(number, mean)));
    }
    return points;
  }
}
