package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Sample;
import combot.loadtest.Shape;
import combot.loadtest.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far the machine was used while the target's load was on it. */
record UsageProbe(Loads loads) implements Probe {

  private static final double MEGABIT = 125_000;

  /** While the step was measured, in the test's seconds. */
  private record Window(Instant began, double from, double to) {

    static Optional<Window> of(Outcome outcome, StageOutcome stage) {
      if (!(outcome.plan().shape() instanceof Shape.Steps steps)) {
        return Optional.empty();
      }
      double end = stage.startsAt() + seconds(steps.length());
      return Optional.of(new Window(outcome.began(), end - seconds(stage.took()), end));
    }

    private static double seconds(Duration time) {
      return time.toNanos() / 1e9;
    }

    boolean holds(double at) {
      return at >= from && at <= to;
    }

    boolean holds(Usage usage) {
      return holds(seconds(Duration.between(began, usage.at())));
    }
  }

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.STEPS, now);
    var how =
        "/proc, four times a second while %d were there, %s; the load test's own share counts"
            .formatted(loads.programme().target().session(), loads.programme().pace(Trial.STEPS));
    var cpu = context.ask("usage.cpu", "Processor in use under load", how, TrialProbe.TOO_SLOW);
    var memory =
        context.ask("usage.memory", "Memory in use under load, at most", how, TrialProbe.TOO_SLOW);
    var disk =
        context.ask(
            "usage.disk",
            "Disk busy under load",
            how,
            "See who writes: sudo iotop; or take a faster disk");
    var network =
        context.ask(
            "usage.network",
            "Network under load",
            how + "; all that Combot and the load test sent within the machine",
            "Take a machine with a faster line");
    var generator =
        context.ask(
            "usage.generator",
            "Processor that the load test itself took",
            "its own processor time, in the same time",
            "So much is missing for Combot that it would be faster without: take the figures for a lower bound");
    var window =
        loads
            .target(context.limits())
            .flatMap(step ->
                loads.of(Trial.STEPS).flatMap(outcome -> Window.of(outcome, step.measured())));
    var seen =
        loads.usage().stream()
            .filter(usage -> window.filter(one -> one.holds(usage)).isPresent())
            .toList();
    var taken = window.map(this::taken).orElse(Double.NaN);
    var share = percent(100 * taken / Runtime.getRuntime().availableProcessors());
    var own =
        Double.isNaN(taken)
            ? generator.unknown(why())
            : generator.measured(100 * taken / Runtime.getRuntime().availableProcessors(), share);
    return seen.size() < 2
        ? List.of(
            cpu.unknown(why()),
            memory.unknown(why()),
            disk.unknown(why()),
            network.unknown(why()),
            own)
        : List.of(
            cpu(cpu, seen), memory(memory, seen), disk(disk, seen), network(network, seen), own);
  }

  private String why() {
    return loads.of(Trial.STEPS).isEmpty()
        ? loads.why(Trial.STEPS)
        : "too little was seen of it, or this is no Linux";
  }

  private static Line cpu(Question question, List<Usage> seen) {
    double used =
        100 - seen.getLast().cpu().minus(seen.getFirst().cpu()).share(Ticks.IDLE, Ticks.WAIT);
    return question.measured(used, percent(used));
  }

  private static Line memory(Question question, List<Usage> seen) {
    double most = seen.stream().mapToDouble(Usage::memory).max().orElseThrow();
    return question.measured(most, percent(most));
  }

  private static Line disk(Question question, List<Usage> seen) {
    double busy = (seen.getLast().disk() - seen.getFirst().disk()) / (10 * seconds(seen));
    return question.measured(busy, percent(busy));
  }

  private static Line network(Question question, List<Usage> seen) {
    double within =
        (seen.getLast().loopback() - seen.getFirst().loopback()) / MEGABIT / seconds(seen);
    double without =
        (seen.getLast().network() - seen.getFirst().network()) / MEGABIT / seconds(seen);
    return question.measured(
        within, Figure.format("%.1f Mbit/s; with other machines %.1f Mbit/s", within, without));
  }

  private static double seconds(List<Usage> seen) {
    return Duration.between(seen.getFirst().at(), seen.getLast().at()).toNanos() / 1e9;
  }

  /** Processors, in the mean; NaN where it was not seen. */
  private double taken(Window window) {
    return loads.of(Trial.STEPS).stream()
        .flatMap(outcome -> outcome.samples().stream())
        .filter(sample -> window.holds(sample.at()))
        .map(Sample::figures)
        .filter(figures -> figures.containsKey("cpu.generator"))
        .mapToDouble(figures -> figures.get("cpu.generator"))
        .average()
        .orElse(Double.NaN);
  }

  private static String percent(double value) {
    return Figure.format("%.0f %%", value);
  }
}
