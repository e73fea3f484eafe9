package combot.readiness;

import combot.loadtest.Change;
import combot.loadtest.Figure;
import combot.loadtest.Outcome;
import combot.statistics.Trend;
import combot.statistics.Trend.Growth;
import java.util.Comparator;
import java.util.List;

/** Whether replies become slower, or memory grows, while the same load goes on for long. */
record EnduranceProbe(Loads loads) implements Probe {

  private static final String HOW =
      "slope of Theil and Sen over the endurance test, with the test of Mann and Kendall";

  /** Share of the test over which a figure must have been told. */
  private static final double COVERED = 0.9;

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.SOAK, now);
    return List.of(
        look(
            context,
            "latency",
            "replies do not slow down",
            List.of(Change.REPLIES),
            "Replace workers more often (serve --recycle-after), and tell us"),
        look(
            context,
            "memory",
            "memory does not leak",
            List.of(Change.MEMORY, Change.GATEWAY),
            "Replace workers more often (serve --recycle-after), or the gateway (./combot stop, then start); what grows: ./combot monitor; and tell us"));
  }

  /** The worst of the figures decides. */
  private Line look(Context context, String id, String title, List<String> figures, String remedy) {
    var question =
        context.require("load.soak." + id, Trial.SOAK.title() + ": " + title, HOW, remedy);
    return loads.line(
        Trial.SOAK,
        question,
        (_, outcome) ->
            figures.stream()
                .map(figure -> growth(question, outcome, figure))
                .max(Comparator.comparing(line -> Comparison.ORDER.indexOf(line.state())))
                .orElseThrow());
  }

  private static Line growth(Question question, Outcome outcome, String figure) {
    return outcome.changes().stream()
        .filter(change -> change.name().equals(figure))
        .findFirst()
        .map(change -> growth(question, outcome, change))
        .orElseGet(() -> question.unknown(figure + ": the server did not tell"));
  }

  private static Line growth(Question question, Outcome outcome, Change change) {
    double minutes =
        outcome.stages().stream().mapToDouble(stage -> stage.took().toMillis() / 6e4).sum();
    if (change.hours() * 60 < COVERED * minutes) {
      return question.unknown(
          Figure.format(
              "%s: told over %.1f of %.1f min only", change.name(), change.hours() * 60, minutes));
    }
    if (!(change.trend() instanceof Trend.Judged judged) || !(judged.median() > 0)) {
      return question.unknown(change.name() + ": too little was measured to tell a trend");
    }
    var limit = question.context().limits().find(question.id()).orElseThrow();
    var growth = judged.growth(change.hours(), limit.warn() / 100);
    boolean fails =
        !Double.isNaN(limit.fail())
            && judged.growth(change.hours(), limit.fail() / 100) == Growth.BEYOND;
    var state = fails ? State.FAIL : growth == Growth.WITHIN ? State.PASS : State.WARN;
    var share = judged.change(change.hours());
    return question.is(
        state,
        Figure.format(
            "%s: %s, %+.1f %% over %.0f min (95 %% interval %+.1f to %+.1f %%), p = %.3f",
            change.name(),
            said(growth, limit),
            share.value() * 100,
            change.hours() * 60,
            share.interval().lower() * 100,
            share.interval().upper() * 100,
            judged.p()),
        question.threshold());
  }

  private static String said(Growth growth, Limit limit) {
    return switch (growth) {
      case WITHIN -> Figure.format("a growth by %.0f %% or more is ruled out", limit.warn());
      case BEYOND -> "it grows";
      case UNDECIDED -> Figure.format("whether it grows by %.0f %% can't be told", limit.warn());
    };
  }
}
