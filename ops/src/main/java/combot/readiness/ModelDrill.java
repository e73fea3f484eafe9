package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Kind;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.readiness.UnderLoad.Deed;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * The language model fails and hangs for a while. It is the one that is made up for load tests: the
 * real one is not asked.
 */
final class ModelDrill implements Probe {

  private static final String ID = "drill.language-model";

  /** One that takes so much of its deadline got no answer in time. */
  private static final double HUNG = 0.9;

  private final UnderLoad load;

  ModelDrill(UnderLoad load) {
    this.load = load;
  }

  @Override
  public List<Line> look(Context context) {
    var models = context.running().models();
    boolean possible = models.areWanted() && models.isImitated();
    var late =
        new Question(
            context,
            ID,
            "The language model broken: replies later than the deadline",
            "workers have the model that load tests get fail or hang for 10 s under load; the longest that one took and the slowest answer besides, less the study's deadline",
            "Keep the log as it is, and tell us: a reply must come by the deadline, scripted.",
            possible);
    if (!possible) {
      return List.of(late.unknown(why(models)));
    }
    var losses = Losses.asked(context, ID, "while the language model was broken", true);
    try {
      Deed<Boolean> trouble = () -> breakFor(context);
      var seen = load.during(context, trouble);
      var lines = new ArrayList<>(List.of(judged(late, models, seen.load())));
      lines.addAll(losses.of(seen.load()));
      return lines;
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), late, losses.failed(), losses.lost());
    }
  }

  private static String why(WantedModels models) {
    return models
        .why()
        .orElse(
            models.areWanted()
                ? "load tests ask the real model here, which nobody can break: see COMBOT_LLM_LOADTEST"
                : "no study uses one");
  }

  private static boolean breakFor(Context context) throws Unmeasured {
    var seconds =
        Orders.give(context, "break-models").values().stream()
            .mapToLong(told -> told.getLong("seconds"))
            .max()
            .orElseThrow();
    long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    return true;
  }

  private static Line judged(Question question, WantedModels models, Outcome load) {
    double deadline =
        models.studies().stream()
            .filter(study -> study.getString("study").equals(load.study()))
            .mapToDouble((JsonObject study) -> study.getDouble("deadline_seconds"))
            .findFirst()
            .orElse(Double.NaN);
    double model = longest(load, it -> it.of(Kind.MODEL).max());
    if (Double.isNaN(deadline) || model < deadline * HUNG) {
      return question.unknown(
          "no question of virtual participants hung: the first study may want no model, or seldom");
    }
    double late = Math.max(0, model + longest(load, it -> it.all().max()) - deadline);
    return question.measured(
        late, Figure.format("%.2f s at most, of a deadline of %.1f s", late, deadline));
  }

  /** Seconds. */
  private static double longest(Outcome load, ToDoubleFunction<StageOutcome> millis) {
    return load.stages().stream().mapToDouble(millis).max().orElse(0) / 1e3;
  }
}
