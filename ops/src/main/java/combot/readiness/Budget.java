package combot.readiness;

import combot.loadtest.Figure;
import io.vertx.core.json.JsonObject;

/**
 * What a study has spent on language models, in the currency of its prices.
 *
 * @param cap of the study; infinite where there is none
 * @param dayCap the same of a day
 * @param finished conversations of which {@code mean} is the mean cost
 */
record Budget(
    String study,
    double spent,
    double cap,
    double today,
    double dayCap,
    long finished,
    double mean) {

  static Budget of(JsonObject told) {
    var caps = told.getJsonObject("caps");
    return new Budget(
        told.getString("study"),
        told.getDouble("spent"),
        caps.getDouble("study", Double.POSITIVE_INFINITY),
        told.getDouble("spent_today"),
        caps.getDouble("day", Double.POSITIVE_INFINITY),
        told.getLong("finished"),
        told.getDouble("mean_cost"));
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
    return "%s: %s in all, %s today%s"
        .formatted(study, of(spent, cap), of(today, dayCap), mean > 0 ? forecast(people) : "");
  }

  private static String of(double spent, double cap) {
    return Figure.format("%.2f", spent)
        + (Double.isInfinite(cap) ? " (no cap)" : Figure.format(" of %.2f", cap));
  }

  private String forecast(int people) {
    var told = Figure.format(", %.4f a conversation", mean);
    if (Double.isFinite(cap)) {
      told +=
          Figure.format(
              ", so that the rest is enough for %,.0f of the %,d who are to come",
              Math.floor(Math.max(0, cap - spent) / mean), Math.max(0, people - finished));
    }
    return Double.isFinite(dayCap)
        ? told + Figure.format(", a day's for %,.0f", Math.floor(dayCap / mean))
        : told;
  }
}
