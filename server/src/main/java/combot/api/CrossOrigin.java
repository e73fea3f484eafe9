package combot.api;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets front ends on other origins in, by an allow-list: with credentials, so each origin is
 * answered by its very name, and {@code null} never is. Who is not on the list gets an answer that
 * a browser does not hand to the page.
 */
@Singleton
final class CrossOrigin {

  private static final int BEFORE_ALL_ELSE = 1_000;
  private static final String A_DAY = "86400";
  private static final String HEADERS = "content-type, authorization, x-request-id";

  private final Set<String> allowed;

  CrossOrigin(@ConfigProperty(name = "combot.cors-origin") Optional<Set<String>> allowed) {
    this.allowed =
        allowed.orElse(Set.of()).stream()
            .filter(origin -> !origin.isBlank() && !origin.equals("null"))
            .collect(toUnmodifiableSet());
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_ALL_ELSE);
  }

  private void handle(RoutingContext context) {
    var origin = context.request().getHeader(HttpHeaders.ORIGIN);
    var response = context.response();
    // At the end, since handlers that vary by something else replace what they find.
    context.addHeadersEndHandler(_ -> response.headers().add(HttpHeaders.VARY, "Origin"));
    if (origin == null) {
      context.next();
      return;
    }
    boolean welcome = allowed.contains(origin);
    if (welcome) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after");
    }
    if (!isPreflight(context)) {
      context.next();
      return;
    }
    if (welcome) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, A_DAY);
    }
    response.setStatusCode(welcome ? 204 : 403).end();
  }

  private static boolean isPreflight(RoutingContext context) {
    return context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
