package combot.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Answers what no route answers, and addresses that are malformed. */
@Singleton
final class Nowhere {

  private static final int AFTER_CROSS_ORIGIN = 999;

  /**
   * They take any query and leave it unread: the placeholder that a panel did not fill in, {@code
   * {{%PROLIFIC_PID%}}}, is no valid one.
   */
  private static final Pattern PAGES = Pattern.compile("/(s/|[?]|$)");

  private final ObjectMapper mapper;

  Nowhere(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void register(@Observes Router router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(context ->
            answer(context, ProblemException.nowhere(context.normalizedPath()).problem()));
    // Of paths that can't be decoded, and before any filter.
    router.errorHandler(
        400, context -> answer(context, ProblemException.malformedAddress().problem()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::refuseMalformed, AFTER_CROSS_ORIGIN);
  }

  private void refuseMalformed(RoutingContext context) {
    var address = context.request().uri();
    if (PAGES.matcher(address).lookingAt() || isValid(address)) {
      context.next();
    } else {
      answer(context, ProblemException.malformedAddress().problem());
    }
  }

  private static boolean isValid(String address) {
    try {
      return new URI(address).getRawPath() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void answer(RoutingContext context, Problem problem) {
    try {
      context
          .response()
          .setStatusCode(problem.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
          .end(mapper.writeValueAsString(problem));
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }
}
