package combot.upkeep;

import combot.chat.Admission;
import combot.chat.LoadTestKey;
import combot.classifier.ReloadableClassifier;
import combot.warm.Stage;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Sees who comes. A participant's request, the first view of the page included, has the model
 * loaded while they still read. A beginning that may be turned away keeps nothing loaded, nor does
 * what a load test asks by its key.
 */
@Singleton
public final class Door {
  private static final int AFTER_CROSS_ORIGIN_BEFORE_TURNSTILE = 950;
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
  private final LoadTestKey key;

  Door(Activity activity, ReloadableClassifier model, Admission admission, LoadTestKey key) {
    this.activity = activity;
    this.model = model;
    this.admission = admission;
    this.key = key;
  }

  void register(@Observes Filters filters) {
    filters.register(this::arrive, AFTER_CROSS_ORIGIN_BEFORE_TURNSTILE);
  }

  void arrive(RoutingContext request) {
    if (isParticipants(request)
        && !Stage.isPlayed(request)
        && !isTest(request)
        && !isTurnedAway(request)) {
      activity.visit();
      model.wake();
    }
    request.next();
  }

  private static boolean isParticipants(RoutingContext request) {
    var method = request.request().method();
    return method.equals(HttpMethod.GET) && matches(GETS, request)
        || method.equals(HttpMethod.POST) && matches(POSTS, request);
  }

  private boolean isTest(RoutingContext request) {
    return key.is(request.request().getHeader(LoadTestKey.HEADER));
  }

  /** Most likely: whether it begins a conversation is known when it is served. */
  private boolean isTurnedAway(RoutingContext request) {
    boolean begins =
        request.request().method().equals(HttpMethod.POST)
            ? matches(BEGINS, request)
            : matches(OPENS, request) && request.request().getCookie("sessionid") == null;
    return begins && !admission.admitsNewcomers();
  }

  private static boolean matches(Pattern pattern, RoutingContext request) {
    return pattern.matcher(request.normalizedPath()).matches();
  }
}
