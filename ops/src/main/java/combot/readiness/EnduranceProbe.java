package combot.readiness;

import combot.loadtest.Change;
import combot.loadtest.Figure;
import combot.loadtest.Outcome;
import combot.statistics.Trend;
import combot.statistics.Trend.Growth;
import java.util.List;

/** Whether replies become slower, or memory grows, while the same load goes on for long. */
record EnduranceProbe(Loads loads) implements Probe {

  private static final String HOW =
      "slope of Theil and Sen over the endurance test, with the test of Mann and Kendall";

  @Override
  public List<Line> look(Context now) {
    var context = loads.at(Trial.SOAK, now);
    return List.of(
        look(
            context,
            "latency",
            "replies do not slow down",
            "ms",
            "Replace workers more often (serve --recycle-after), and tell us"),
        look(
            context,
            "memory",
            "memory does not leak",
            "MB",
            "Replace workers more often (serve --recycle-after); what grows: ./combot monitor; and tell us"));
  }

  private Line look(Context context, String id, String title, String unit, String remedy) {
    var question =
        context.require("load.soak." + id, Trial.SOAK.title() + ": " + title, HOW, remedy);
    return loads.line(
        Trial.SOAK, question, (_, outcome) -> growth(context, question, outcome, unit));
  }

  private static Line growth(Context context, Question question, Outcome outcome, String unit) {
    var limit = context.limits().find(question.id()).orElseThrow();
    return outcome.changes().stream()
        .filter(change -> change.unit().equals(unit))
        .findFirst()
        .map(change -> growth(question, change, limit))
        .orElseGet(() -> question.unknown("the server did not tell"));
  }

  private static Line growth(Question question, Change change, Limit limit) {
    if (!(change.trend() instanceof Trend.Judged judged) || !(judged.median() > 0)) {
      return question.unknown("too little was measured to tell a trend");
    }
    var growth = judged.growth(change.hours(), limit.warn() / 100);
    boolean fails =
        !Double.isNaN(limit.fail())
            && judged.growth(change.hours(), limit.fail() / 100) == Growth.BEYOND;
    var state = fails ? State.FAIL : growth == Growth.WITHIN ? State.PASS : State.WARN;
    var share = judged.change(change.hours());
    return question.is(
        state,
        Figure.format(
            "%s: %+.1f %% over %.0f min (95 %% interval %+.1f to %+.1f %%), p = %.3f",
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
