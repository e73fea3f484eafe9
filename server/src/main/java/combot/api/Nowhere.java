package combot.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
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

  void register(@Observes Router router) {
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(context ->
            Rendered.end(
                context.response(), ProblemException.nowhere(context.normalizedPath()).problem()));
    // Of paths that can't be decoded, and before any filter.
    router.errorHandler(
        400,
        context -> Rendered.end(context.response(), ProblemException.malformedAddress().problem()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::refuseMalformed, AFTER_CROSS_ORIGIN);
  }

  private void refuseMalformed(RoutingContext context) {
    var address = context.request().uri();
    if (PAGES.matcher(address).lookingAt() || isValid(address)) {
      context.next();
    } else {
      Rendered.end(context.response(), ProblemException.malformedAddress().problem());
    }
  }

  private static boolean isValid(String address) {
    try {
      return new URI(address).getRawPath() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
