package combot.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Browsers that came by https are told to send their cookie back by https only. */
final class SecureCookie {

  @ServerResponseFilter
  void mark(HttpServerRequest request, ContainerResponseContext response) {
    if (cameByHttps(request)) {
      response
          .getHeaders()
          .computeIfPresent(
              HttpHeaders.SET_COOKIE,
              (_, cookies) -> cookies.stream().<Object>map(it -> it + "; Secure").toList());
    }
  }

  /**
   * Or to the proxy before this server: it says so in a header. The header is believed for nothing
   * else, so that a client that makes it up only hides its own cookie from itself.
   */
  private static boolean cameByHttps(HttpServerRequest request) {
    var forwarded = request.getHeader("X-Forwarded-Proto");
    return forwarded == null
        ? request.isSSL()
        : forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https");
  }
}
