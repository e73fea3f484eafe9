package combot.readiness;

import combot.loadtest.Figure;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a study has spent on language models, in the currency of its prices.
 *
 * @param cap of the study; infinite where there is none
 * @param dayCap the same of a day
 * @param closed whether nobody new is let in, since a cap is reached
 * @param finished conversations of which {@code mean} is the mean cost
 */
record Budget(
    String study,
    double spent,
    double cap,
    double today,
    double dayCap,
    long finished,
    double mean,
    boolean closed) {

  static Budget of(JsonObject told) {
    var caps = told.getJsonObject("caps");
    return new Budget(
        told.getString("study"),
        told.getDouble("spent"),
        caps.getDouble("study", Double.POSITIVE_INFINITY),
        told.getDouble("spent_today"),
        caps.getDouble("day", Double.POSITIVE_INFINITY),
        told.getLong("finished"),
        told.getDouble("mean_cost"),
        told.getBoolean("closed", false));
  }

  /** Of the cap that is nearer, from 0 on. */
  double share() {
    return Math.max(spent / cap, today / dayCap);
  }

  /** Whether what is left of the study's cap is enough for those who are still to come. */
  boolean lastsFor(int people) {
    return mean * Math.max(0, people - finished) <= cap - spent;
  }

  String told(int people) {
    return "%s: %s in all, %s today%s%s"
        .formatted(
            study,
            of(spent, cap),
            of(today, dayCap),
            mean > 0 ? forecast(people) : "",
            closed ? "; a cap is reached, and nobody new is let in (at-cap: stop)" : "");
  }

  private static String of(double spent, double cap) {
    return amount(spent) + (Double.isInfinite(cap) ? " (no cap)" : " of " + amount(cap));
  }

  /** Small sums to two digits that say something. */
  private static String amount(double sum) {
    return sum == 0 || sum >= 0.1
        ? Figure.format("%.2f", sum)
        : new BigDecimal(sum).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  private String forecast(int people) {
    var told = Figure.format(", %.4f a conversation", mean);
    if (Double.isFinite(cap)) {
      long coming = Math.max(0, people - finished);
      double enough = Math.floor(Math.max(0, cap - spent) / mean);
      told +=
          enough >= coming
              ? Figure.format(", so that the rest is enough for all %,d who are to come", coming)
              : Figure.format(
                  ", so that the rest is enough for %,.0f of the %,d who are to come",
                  enough, coming);
    }
    return Double.isFinite(dayCap)
        ? told + Figure.format(", a day's for %,.0f", Math.floor(dayCap / mean))
        : told;
  }
}
