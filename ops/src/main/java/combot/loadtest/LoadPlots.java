package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Block.Axis;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The plots of a load test's report; what was not measured has none. */
final class LoadPlots {

  private static final String WORKER = "memory.worker.";

  private final Outcome outcome;
  private final List<Block> blocks = new ArrayList<>();

  private LoadPlots(Outcome outcome) {
    this.outcome = outcome;
  }

  static List<Block> of(Outcome outcome) {
    var plots = new LoadPlots(outcome);
    plots.write();
    return plots.blocks;
  }

  private void write() {
    var time = new Axis("seconds", false);
    plot(
        "How long replies took, over time",
        time,
        new Axis("p95 of a second, ms", false),
        List.of(
            new Series("replies", false, seconds(second -> second.replies() > 0, Second::p95))));
    plot(
        "Requests a second, over time",
        time,
        new Axis("requests/s", false),
        List.of(new Series("requests", false, seconds(_ -> true, Second::requests))));
    if (outcome.plan().shape() instanceof Shape.Steps) {
      var users = new Axis("participants at once", true);
      plot(
          "How long replies take, by participants at once",
          users,
          new Axis("ms", true),
          List.of(
              byUsers("p50", stage -> stage.replies().p50()),
              byUsers("p95", stage -> stage.replies().p95()),
              byUsers("p99", stage -> stage.replies().p99())));
      plot(
          "Throughput, by participants at once",
          users,
          new Axis("requests/s", false),
          List.of(byUsers("requests", StageOutcome::requestsPerSecond)));
    }
    plot("Memory of gateway and workers, over time", time, new Axis("MB, PSS", false), memory());
  }

  /**
   * A line for each process that lived; where recycling made so many that nobody could tell them
   * apart, the largest and smallest worker of each moment.
   */
  private List<Series> memory() {
    var names =
        outcome.samples().stream()
            .flatMap(sample -> sample.figures().keySet().stream())
            .filter(name -> name.startsWith(WORKER))
            .distinct()
            .sorted(
                Comparator.comparingInt(name -> Integer.parseInt(name.substring(WORKER.length()))))
            .toList();
    var series = new ArrayList<Series>();
    series.add(memory("gateway", sample -> value(sample, "memory.gateway")));
    if (names.size() < Plot.MOST_SERIES) {
      for (var name : names) {
        series.add(
            memory(
                name.substring("memory.".length()).replace('.', ' '),
                sample -> value(sample, name)));
      }
    } else {
      series.add(memory("largest worker", sample -> workers(sample).max()));
      series.add(memory("smallest worker", sample -> workers(sample).min()));
    }
    return series.stream().filter(one -> !one.points().isEmpty()).toList();
  }

  private static OptionalDouble value(Sample sample, String name) {
    var value = sample.figures().get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static DoubleStream workers(Sample sample) {
    return sample.figures().entrySet().stream()
        .filter(one -> one.getKey().startsWith(WORKER))
        .mapToDouble(Map.Entry::getValue);
  }

  private Series memory(String name, Function<Sample, OptionalDouble> bytes) {
    var points = new ArrayList<Point>();
    for (var sample : outcome.samples()) {
      bytes
          .apply(sample)
          .ifPresent(value -> points.add(new Point(sample.at(), value / Figure.MEGABYTE)));
    }
    return new Series(name, false, points);
  }

  private void plot(String caption, Axis x, Axis y, List<Series> series) {
    if (series.stream().anyMatch(one -> !one.points().isEmpty())) {
      blocks.add(new Plot(caption, x, y, series));
    }
  }

  private List<Point> seconds(Predicate<Second> which, ToDoubleFunction<Second> figure) {
    var points = new ArrayList<Point>();
    for (var stage : outcome.stages()) {
      for (var second : stage.series()) {
        if (which.test(second)) {
          points.add(new Point(stage.startsAt() + second.at(), figure.applyAsDouble(second)));
        }
      }
    }
    return points;
  }

  private Series byUsers(String name, ToDoubleFunction<StageOutcome> figure) {
    return new Series(
        name,
        false,
        outcome.stages().stream()
            .filter(stage -> figure.applyAsDouble(stage) > 0)
            .sorted((a, b) -> Integer.compare(a.users(), b.users()))
            .map(stage -> new Point(stage.users(), figure.applyAsDouble(stage)))
            .toList());
  }
}
