package combot.upkeep;

import combot.classifier.ReloadableClassifier;
import combot.warm.Stage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Sees who comes. A participant's request, the first view of the page included, has the model
 * loaded while they still read; who is new is asked to come back where there is no room.
 */
@Singleton
public final class Door {
  private static final int AFTER_CROSS_ORIGIN_BEFORE_TURNSTILE = 950;
  private static final int RETRY_AFTER_SECONDS = 10;
  private static final String COMPATIBLE = "/api/(?:random|chatbot|lulu)";

  // Not what monitors poll: /api/random, /api/health, /api/memory, /health.
  private static final Pattern GETS =
      Pattern.compile("/s/.+|/v1/.+|" + COMPATIBLE + "/(?:initial|closing)/?");
  private static final Pattern POSTS = Pattern.compile("/v1/.+|" + COMPATIBLE + "/?");
  private static final Pattern BEGINS = Pattern.compile("/v1/studies/[^/]+/conversations/?");
  private static final Pattern OPENS = Pattern.compile(COMPATIBLE + "/initial/?");

  private final Activity activity;
  private final ReloadableClassifier model;
  private final Admission admission;
  private final Counter sentAway =
      Counter.builder()
          .name("combot_newcomers_sent_away_total")
          .help(
              "Requests of newcomers answered with 503 on purpose, as an operator drains or memory is short.")
          .withoutExemplars()
          .build();

  Door(
      Activity activity,
      ReloadableClassifier model,
      Admission admission,
      PrometheusRegistry registry) {
    registry.register(sentAway);
    this.activity = activity;
    this.model = model;
    this.admission = admission;
  }

  void register(@Observes Filters filters) {
    filters.register(this::arrive, AFTER_CROSS_ORIGIN_BEFORE_TURNSTILE);
  }

  void arrive(RoutingContext request) {
    if (!isParticipants(request) || Stage.isPlayed(request)) {
      request.next();
    } else if (isNewcomers(request) && !admission.admitsNewcomers()) {
      sendAway(request);
    } else {
      activity.visit();
      model.wake();
      request.next();
    }
  }

  private static boolean isParticipants(RoutingContext request) {
    var method = request.request().method();
    return method.equals(HttpMethod.GET) && matches(GETS, request)
        || method.equals(HttpMethod.POST) && matches(POSTS, request);
  }

  /**
   * With a cookie an opening gives again the conversation that is under way, so it goes through.
   */
  private static boolean isNewcomers(RoutingContext request) {
    return request.request().method().equals(HttpMethod.POST)
        ? matches(BEGINS, request)
        : matches(OPENS, request) && request.request().getCookie("sessionid") == null;
  }

  private static boolean matches(Pattern pattern, RoutingContext request) {
    return pattern.matcher(request.normalizedPath()).matches();
  }

  private void sendAway(RoutingContext request) {
    sentAway.inc();
    request
        .response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS))
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", "Service Unavailable")
                .put("status", 503)
                .put(
                    "detail",
                    "The server has no room for another conversation just now. Nothing of this request was stored: send it again.")
                .putNull("field")
                .encode());
  }
}
