package combot.metrics;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The templates of addresses, by which requests are counted and logged. An address itself would
 * give each study and each typing error figures of their own, {@code lulu} tells the brand, and
 * what a client makes up may be anything, such as somebody's e-mail address.
 */
public final class Routes {
  private Routes() {}

  private static final String OTHER = "other";

  private record Route(String template, Pattern pattern) {
    static Route of(String template) {
      var pattern =
          template.replace("{route}", "(?:random|chatbot|lulu)").replaceAll("\\{[a-z]+}", "[^/]+");
      return new Route(template, Pattern.compile(pattern + "/?"));
    }
  }

  private static final List<Route> ALL =
      List.of(
              "/v1/conversation/turns",
              "/v1/conversation",
              "/v1/studies/{study}/conversations",
              "/v1/studies/{study}",
              "/api/{route}",
              "/api/{route}/initial",
              "/api/{route}/closing",
              "/api/random/reset",
              "/api/memory",
              "/api/health",
              "/s/{study}",
              "/assets/{file}",
              "/",
              "/docs",
              "/docs/{file}",
              "/openapi",
              "/health",
              "/health/{check}",
              "/metrics")
          .stream()
          .map(Route::of)
          .toList();

  private static final Map<String, String> FIXED =
      ALL.stream()
          .map(Route::template)
          .filter(template -> !template.contains("{"))
          .collect(Collectors.toMap(template -> template, template -> template));

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /**
   * One of a fixed few.
   *
   * @param path without a query; may be {@code null}
   */
  public static String of(String path) {
    if (path == null) {
      return OTHER;
    }
    var fixed = FIXED.get(path); // most requests are turns
    if (fixed != null) {
      return fixed;
    }
    for (var route : ALL) {
      if (route.pattern.matcher(path).matches()) {
        return route.template;
      }
    }
    return OTHER;
  }

  /** One of a fixed few, however a client names its own. */
  public static String method(String name) {
    return METHODS.contains(name) ? name : OTHER;
  }

  /** Whether a monitor asks, and nobody else. */
  public static boolean isMonitors(String path) {
    return path.equals("/metrics") || path.equals("/health") || path.startsWith("/health/");
  }
}
