package combot.gateway;

import static java.util.Comparator.comparing;

import combot.gateway.Questions.Told;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Health of gateway and workers together, as MicroProfile Health writes it. The gateway is alive as
 * long as it answers, and ready while one worker is; where some are missing it says so and stays
 * ready. Of each other check the worst is told that a ready worker has, or if none is ready, any
 * worker. For the event loop's thread.
 */
final class Health {

  /** A database that hangs is noticed by a worker within it. */
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  private static final String LIVE = "/health/live";
  private static final List<String> READY = List.of("/health/ready", "/health");

  private final Questions questions;
  private final int wanted;

  /**
   * @param wanted how many workers there should be
   */
  Health(Questions questions, int wanted) {
    this.questions = questions;
    this.wanted = wanted;
  }

  /** Whether it is asked here rather than of one worker. */
  static boolean isAsked(HttpServerRequest request) {
    return request.method() == HttpMethod.GET
        && (LIVE.equals(request.path()) || READY.contains(request.path()));
  }

  /** Whether only the gateway's own life is asked for, which goes on while it stops. */
  static boolean isForLife(HttpServerRequest request) {
    return request.method() == HttpMethod.GET && LIVE.equals(request.path());
  }

  /** Answers the request, given the workers that take requests. */
  void answer(HttpServerRequest request, List<Upstream> workers) {
    if (LIVE.equals(request.path())) {
      send(request, true, new JsonArray());
    } else {
      questions
          .ask(workers, request.path(), DEADLINE)
          .onSuccess(told -> {
            var ready = told.stream().filter(one -> one.status() == 200).toList();
            var shown = ready.isEmpty() ? told : ready;
            send(
                request, !ready.isEmpty(), new JsonArray().add(workers(told)).addAll(worst(shown)));
          });
    }
  }

  private JsonObject workers(List<Told> told) {
    int ready = (int) told.stream().filter(one -> one.status() == 200).count();
    var data = new JsonObject().put("ready", ready).put("wanted", wanted);
    if (ready < wanted) {
      data.put("state", ready == 0 ? "down" : "degraded").put("why", why(told, ready));
    }
    return new JsonObject()
        .put("name", "workers")
        .put("status", status(ready > 0))
        .put("data", data);
  }

  private String why(List<Told> told, int ready) {
    int silent = (int) told.stream().filter(one -> one.status() == 0).count();
    int unwilling = told.size() - ready - silent;
    int missing = wanted - told.size();
    var parts = new ArrayList<String>();
    if (unwilling > 0) {
      parts.add(unwilling + " says that it is not ready, see the other checks");
    }
    if (silent > 0) {
      parts.add(silent + " did not answer in time");
    }
    if (missing > 0) {
      parts.add(missing + " is missing, and started again by itself");
    }
    return "%d of %d server processes are ready: %s"
        .formatted(ready, wanted, String.join("; ", parts));
  }

  private static JsonArray worst(List<Told> told) {
    var worst = new LinkedHashMap<String, Check>();
    told.stream()
        .flatMap(one -> checks(one).stream())
        .forEach(check ->
            worst.merge(check.name(), check, BinaryOperator.maxBy(comparing(Check::state))));
    return new JsonArray(worst.values().stream().map(Check::told).toList());
  }

  private static List<Check> checks(Told told) {
    try {
      return told.checks();
    } catch (DecodeException _) {
      return List.of(); // how many workers are ready is told beside it
    }
  }

  private static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }

  private static void send(HttpServerRequest request, boolean up, JsonArray checks) {
    request
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=UTF-8")
        .end(new JsonObject().put("status", status(up)).put("checks", checks).encodePrettily());
  }
}
