package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What participants of the study may expect: from the best to the worst that was measured. */
record Expectations(Loads loads) implements Probe {

  @Override
  public List<Line> look(Context context) {
    return List.of();
  }

  @Override
  public List<Block> blocks(Context context) {
    var seen =
        Stream.concat(
                loads.stages(Trial.SESSIONS).stream(),
                loads.target(context.limits()).stream()
                    .filter(step -> !step.isMismeasured())
                    .map(Step::measured))
            .toList();
    var rows = new ArrayList<List<Cell>>();
    row(rows, "Reply to a message", Kind.TURN, seen);
    row(rows, "Consent, until the bot greets", Kind.BEGIN, seen);
    row(rows, "The page", Kind.PAGE, seen);
    if (rows.isEmpty()) {
      return List.of(new Block.Paragraph("Nothing was measured to expect anything from."));
    }
    return List.of(
        new Block.Table(
            "With %d at once: the least and the most of %d parts of the tests"
                .formatted(loads.programme().target().session(), seen.size()),
            List.of(
                new Column("What", false),
                new Column("Half within", true),
                new Column("95 of 100 within", true),
                new Column("99 of 100 within", true)),
            rows),
        new Block.Paragraph(
            "These are times of the server on this machine, as measured today, and no promise. The way through the internet comes on top, often 20 to 200 ms, and the pause for which the bot seems to write."));
  }

  private static void row(List<List<Cell>> rows, String what, Kind kind, List<StageOutcome> seen) {
    var times = seen.stream().map(stage -> stage.of(kind)).filter(one -> one.count() > 0).toList();
    if (!times.isEmpty()) {
      rows.add(
          List.of(
              Cell.of(what),
              range(times, Latencies::p50),
              range(times, Latencies::p95),
              range(times, Latencies::p99)));
    }
  }

  private static Cell range(List<Latencies> times, ToDoubleFunction<Latencies> figure) {
    var all = times.stream().mapToDouble(figure).summaryStatistics();
    var least = Figure.millis(all.getMin());
    var most = Figure.millis(all.getMax());
    return Cell.of(least.equals(most) ? most : least + " – " + most);
  }
}
