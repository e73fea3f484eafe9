package combot.readiness;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The cache of scores: that it finds what it has, keeps it as long as it should, and is bounded.
 */
final class CacheProof implements Probe {

  private static final String HOW =
      "each worker classifies a text that is new, and looks for it without the model; asked at the control socket";

  /** Within which a worker tries Redis again that was slow once. */
  static final Duration USUAL_PAUSE = Duration.ofSeconds(2);

  private static final int ATTEMPTS = 3;

  private final Duration pause;

  /**
   * @param pause until it is asked again where a worker kept nothing, for Redis may be slow once
   */
  CacheProof(Duration pause) {
    this.pause = pause;
  }

  @Override
  public List<Line> look(Context context) {
    var hit =
        context.require(
            "cache.hit",
            "Score cache, a miss and then a hit",
            HOW,
            "See ./combot status under cache, and the log; without the cache each text costs the model's time.");
    var ttl =
        context.require(
            "cache.ttl",
            "Score cache, time for which a key is kept against the configured one",
            HOW + "; then how long it is still kept, in Redis by PTTL; the largest difference",
            "With Redis: does something else change or evict its keys? Else tell us.");
    var bounded =
        context.require(
            "cache.bounded",
            "Score cache, filled",
            "combot_cache_entries of /metrics against the limit that each worker tells",
            "Tell us: the cache holds more than it may. Until then ./combot cleanup empties it.");
    try {
      var told = classified(context);
      return List.of(hit(hit, told), ttl(ttl, told), bounded(context, bounded, told));
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), hit, ttl, bounded);
    }
  }

  private Map<Integer, JsonObject> classified(Context context) throws Unmeasured {
    var told = Orders.give(context, "classify");
    for (int i = 1; i < ATTEMPTS && told.values().stream().anyMatch(CacheProof::keptNothing); i++) {
      LockSupport.parkNanos(pause.toNanos());
      told = Orders.give(context, "classify");
    }
    return told;
  }

  private static boolean keptNothing(JsonObject told) {
    return told.getDouble("kept_seconds") == null;
  }

  private static Line hit(Question question, Map<Integer, JsonObject> told) {
    for (var worker : told.entrySet()) {
      boolean missed = worker.getValue().getBoolean("missed_first");
      var found = worker.getValue().getBoolean("found_again");
      if (found == null) {
        return question.unknown(
            "worker %d does not tell: ./combot restart".formatted(worker.getKey()));
      }
      if (!missed || !found) {
        return question.is(
            State.FAIL,
            "worker %d %s"
                .formatted(
                    worker.getKey(),
                    missed
                        ? "does not find again what it just classified"
                        : "knows a text that is new"),
            "the same scores again");
      }
    }
    return question.is(
        State.PASS,
        String.format(
            Locale.ROOT,
            "by all %d workers; classified in %.1f ms, found in %.2f ms at most",
            told.size(),
            largest(told, "classified_ms"),
            largest(told, "found_ms")),
        "the same scores again");
  }

  private static double largest(Map<Integer, JsonObject> told, String name) {
    return told.values().stream().mapToDouble(it -> it.getDouble(name)).max().orElseThrow();
  }

  private static Line ttl(Question question, Map<Integer, JsonObject> told) {
    double worst = 0;
    for (var worker : told.entrySet()) {
      var kept = worker.getValue().getDouble("kept_seconds");
      if (kept == null) {
        return question.is(
            State.FAIL, "worker %d keeps nothing".formatted(worker.getKey()), question.threshold());
      }
      double ttl = worker.getValue().getLong("ttl_seconds");
      worst = Math.max(worst, Math.abs(kept - ttl) / ttl * 100);
    }
    long configured = told.values().iterator().next().getLong("ttl_seconds");
    return question.measured(
        worst, String.format(Locale.ROOT, "%,d s, within %.2f %%", configured, worst));
  }

  private static Line bounded(Context context, Question question, Map<Integer, JsonObject> told)
      throws Unmeasured {
    var figures = Metered.now(context);
    double fullest = 0;
    double held = 0;
    double limit = 0;
    for (var worker : told.entrySet()) {
      double most = worker.getValue().getLong("entries_at_most", 0L);
      double entries = figures.sum("combot_cache_entries", Metered.inWorker(worker.getKey()));
      if (most <= 0) {
        return question.is(
            State.FAIL, "worker %d has no limit".formatted(worker.getKey()), question.threshold());
      }
      if (entries < 1) {
        throw new Unmeasured(
            "worker %d does not tell in /metrics what it just remembered"
                .formatted(worker.getKey()));
      }
      if (entries / most >= fullest) {
        fullest = entries / most;
        held = entries;
        limit = most;
      }
    }
    return question.measured(
        fullest * 100, String.format(Locale.ROOT, "%,.0f texts of %,.0f at most", held, limit));
  }
}
