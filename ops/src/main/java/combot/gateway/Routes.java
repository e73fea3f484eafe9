package combot.gateway;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Addresses by their pattern: what is in an address beside that may be anything, such as somebody's
 * e-mail address, and is in no log.
 */
public final class Routes {

  private static final String OTHER = "other";

  private record Route(String template, Pattern pattern) {
    Route(String template) {
      this(template, Pattern.compile(template.replaceAll("\\{.*?}", "[^/]+") + "/?"));
    }
  }

  private static final List<Route> ROUTES =
      List.of(
              "/",
              "/s/{study}",
              "/v1/studies/{study}",
              "/v1/studies/{study}/conversations",
              "/v1/conversation",
              "/v1/conversation/turns",
              "/api/memory",
              "/api/health",
              "/api/{route}/reset",
              "/api/{route}",
              "/api/{route}/initial",
              "/api/{route}/closing",
              "/health",
              "/health/live",
              "/health/ready",
              "/health/started",
              "/metrics",
              "/openapi",
              "/docs")
          .stream()
          .map(Route::new)
          .toList();

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Routes() {}

  /** A method's name, or {@code other}: a client may call it anything. */
  static String method(String name) {
    return METHODS.contains(name) ? name : OTHER;
  }

  /**
   * The pattern that an address is of, as the documentation of the API writes it.
   *
   * @param path without a query; may be {@code null}
   * @return {@code other} for one that nothing is known of
   */
  public static String template(String path) {
    if (path == null) {
      return OTHER;
    }
    if (path.startsWith("/assets/")) {
      return "/assets";
    }
    return ROUTES.stream()
        .filter(route -> route.pattern().matcher(path).matches())
        .map(Route::template)
        .findFirst()
        .orElse(OTHER);
  }
}
