package combot.loadtest;

import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How a soak was at its begin and at its end: what a trend says, in figures one can picture. */
final class Tenths {

  private static final int TENTHS = 10;

  private final Outcome outcome;
  private final List<Second> seconds;
  private final double startsAt;
  private final List<List<Cell>> rows = new ArrayList<>();

  private Tenths(Outcome outcome) {
    this.outcome = outcome;
    this.seconds = outcome.stages().getFirst().series();
    this.startsAt = outcome.stages().getFirst().startsAt();
  }

  /** Empty for other shapes, and where less than a second was measured in each tenth. */
  static Optional<Block.Table> of(Outcome outcome) {
    boolean fits =
        outcome.plan().shape() instanceof Shape.Soak
            && !outcome.stages().isEmpty()
            && outcome.stages().getFirst().series().size() >= TENTHS;
    return fits ? Optional.of(new Tenths(outcome).table()) : Optional.empty();
  }

  private Block.Table table() {
    second("requests/s", Second::requests);
    second("p95 of replies, mean of all seconds, ms", Second::p95);
    sample("memory of gateway and workers, MB", "memory.all", Figure.MEGABYTE);
    sample("memory of the gateway, MB", "memory.gateway", Figure.MEGABYTE);
    sample("processors that the server took", "cpu.server", 1);
    return new Block.Table(
        "The first tenth of the time measured, and the last",
        List.of(
            new Column("mean of", false),
            new Column("first", true),
            new Column("last", true),
            new Column("change", true)),
        rows);
  }

  private void second(String title, ToDoubleFunction<Second> figure) {
    row(title, part -> seconds.stream().filter(one -> in(part, one.at())).mapToDouble(figure));
  }

  private void sample(String title, String name, double unit) {
    row(
        title,
        part ->
            outcome.samples().stream()
                .filter(one -> in(part, one.at() - startsAt))
                .filter(one -> one.figures().containsKey(name))
                .mapToDouble(one -> one.figures().get(name) / unit));
  }

  private interface Figures {
    DoubleStream in(int part);
  }

  /**
   * @param part 0 for the first tenth
   * @param at seconds since the stage began
   */
  private boolean in(int part, double at) {
    double from = seconds.getFirst().at();
    double length = (seconds.getLast().at() + 1 - from) / TENTHS;
    return at >= from + part * length && at < from + (part + 1) * length;
  }

  private void row(String title, Figures figures) {
    OptionalDouble first = figures.in(0).average();
    OptionalDouble last = figures.in(TENTHS - 1).average();
    if (first.isPresent() && last.isPresent()) {
      double before = first.getAsDouble();
      double change = last.getAsDouble() / before - 1;
      rows.add(
          List.of(
              Cell.of(title),
              Cell.of(Figure.format("%.1f", before)),
              Cell.of(Figure.format("%.1f", last.getAsDouble())),
              Cell.of(before > 0 ? Figure.format("%+.1f %%", change * 100) : "–")));
    }
  }
}
