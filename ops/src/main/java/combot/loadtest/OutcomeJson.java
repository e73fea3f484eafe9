package combot.loadtest;

import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Requirement.Held;
import combot.statistics.Trend;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An outcome as JSON, by {@code docs/loadtest.schema.json}: times in milliseconds unless the name
 * says otherwise.
 */
final class OutcomeJson {
  private OutcomeJson() {}

  static JsonObject of(Outcome outcome, List<Held> held) {
    var json =
        new JsonObject()
            .put("study", outcome.study())
            .put("version", outcome.studyVersion())
            .put("target", outcome.plan().target().toString())
            .put("run", outcome.plan().run())
            .put("seed", outcome.plan().seed())
            .put("time_scale", outcome.plan().behaviour().timeScale())
            .put("began", outcome.began().toString())
            .put("took_seconds", outcome.took().toMillis() / 1e3)
            .put("right", outcome.isRight())
            .put("cut_short", outcome.cutShort().orElse(null))
            .put("purged", outcome.purged().orElse(null))
            .put("not_purged", outcome.notPurged().orElse(null))
            .put("requests", kinds(outcome.latencies()))
            .put("stages", array(outcome.stages(), OutcomeJson::stage))
            .put("changes", array(outcome.changes(), OutcomeJson::change))
            .put("required", array(held, OutcomeJson::held))
            .put("samples", array(outcome.samples(), OutcomeJson::sample));
    outcome.warmUp().ifPresent(warmUp -> json.put("warm_up", stage(warmUp)));
    return json;
  }

  private static <T> JsonArray array(Collection<T> values, Function<T, JsonObject> form) {
    return new JsonArray(values.stream().map(form).toList());
  }

  private static JsonObject stage(StageOutcome stage) {
    var json =
        new JsonObject()
            .put("name", stage.name())
            .put("users", stage.users())
            .put("starts_at_seconds", stage.startsAt())
            .put("took_seconds", stage.took().toMillis() / 1e3)
            .put("begun", stage.begun())
            .put("finished", stage.finished())
            .put("dropped_out", stage.droppedOut())
            .put("broken_off", stage.brokenOff())
            .put("wrong", stage.wrong())
            .put("unanswered", stage.unanswered())
            .put("requests_per_second", stage.requestsPerSecond())
            .put("conversations_per_hour", stage.conversationsPerHour())
            .put("replies", times(stage.replies()))
            .put("all", times(stage.all()))
            .put("by_request", kinds(stage.latencies()))
            .put("sessions", times(stage.sessions()))
            .put("failures", array(stage.failures(), OutcomeJson::failure))
            .put("reconciled", reconciled(stage.reconciled()))
            .put("series", array(stage.series(), OutcomeJson::second));
    stage
        .success()
        .ifPresent(success ->
            json.put("requests", success.trials())
                .put("succeeded", success.successes())
                .put("success", success.share())
                .put("success_lower", success.interval().lower())
                .put("success_upper", success.interval().upper()));
    stage
        .arrivals()
        .ifPresent(came ->
            json.put(
                "arrivals",
                new JsonObject()
                    .put("planned", came.planned())
                    .put("achieved", came.achieved())
                    .put("withheld", came.withheld())
                    .put("late", came.lateMillis())));
    stage
        .little()
        .ifPresent(little ->
            json.put(
                "little",
                new JsonObject()
                    .put("users", little.users())
                    .put("throughput_per_second", little.throughput())
                    .put("response_seconds", little.response())
                    .put("think_seconds", little.think())
                    .put("deviation", little.deviation())
                    .put("mismeasured", little.isMismeasured())));
    return json;
  }

  private static JsonObject kinds(Map<Kind, Latencies> kinds) {
    var json = new JsonObject();
    for (var kind : Kind.values()) {
      if (kinds.containsKey(kind)) {
        json.put(kind.toString(), times(kinds.get(kind)));
      }
    }
    return json;
  }

  private static JsonObject times(Latencies times) {
    return new JsonObject()
        .put("count", times.count())
        .put("mean", times.mean())
        .put("p50", times.p50())
        .put("p90", times.p90())
        .put("p95", times.p95())
        .put("p99", times.p99())
        .put("max", times.max());
  }

  private static JsonObject failure(Failure failure) {
    return new JsonObject()
        .put("what", failure.what())
        .put("count", failure.count())
        .put("excerpt", failure.excerpt());
  }

  private static JsonObject reconciled(Reconciled reconciled) {
    return new JsonObject()
        .put("conversations", reconciled.conversations())
        .put("turns", reconciled.turns())
        .put("lost", reconciled.lost())
        .put("doubled", reconciled.doubled())
        .put("foreign", reconciled.foreign())
        .put("wrong", reconciled.wrong())
        .put("unacknowledged", reconciled.unacknowledged())
        .put("classified", reconciled.classified())
        .put("agreeing", reconciled.agreeing())
        .put("problems", new JsonArray(reconciled.problems()))
        .put("not_compared", reconciled.notCompared().orElse(null));
  }

  private static JsonObject second(Second second) {
    return new JsonObject()
        .put("at", second.at())
        .put("requests", second.requests())
        .put("replies", second.replies())
        .put("p95", second.p95());
  }

  private static JsonObject change(Change change) {
    var json =
        new JsonObject()
            .put("name", change.name())
            .put("unit", change.unit())
            .put("hours", change.hours());
    return switch (change.trend()) {
      case Trend.TooFew few -> json.put("points", few.points());
      case Trend.Judged judged ->
          json.put("points", judged.points())
              .put("direction", judged.direction().name())
              .put("p", judged.p())
              .put("slope_per_hour", judged.slope())
              .put("slope_lower", judged.slopes().lower())
              .put("slope_upper", judged.slopes().upper())
              .put("median", judged.median());
    };
  }

  private static JsonObject held(Held held) {
    return new JsonObject()
        .put("required", held.requirement().text())
        .put("stage", held.stage())
        .put("measured", held.seen())
        .put("reached", held.holds());
  }

  private static JsonObject sample(Sample sample) {
    var figures = new JsonObject();
    sample.figures().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> figures.put(one.getKey(), one.getValue()));
    return new JsonObject()
        .put("at", sample.at())
        .put("present", sample.present())
        .put("figures", figures);
  }
}
