package combot.gateway;

import combot.log.RequestNumber;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What is passed on of a message's head. */
final class Headers {

  static final String REQUEST_ID = "X-Request-Id";

  /** RFC 9110, 7.6.1, and {@code Expect}, which the gateway answers itself. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Headers() {}

  /** Copies all that does not speak of one connection alone. */
  static void copy(MultiMap from, MultiMap to) {
    var named = options(from);
    for (var header : from) {
      var name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** What the header {@code Connection} names, in lower case. */
  private static Set<String> options(MultiMap headers) {
    var named = new TreeSet<String>();
    for (var value : headers.getAll("connection")) {
      for (var name : value.split(",")) {
        named.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return named;
  }

  /** Whether the client wants the connection closed after the answer. */
  static boolean asksToClose(HttpServerRequest request) {
    return options(request.headers()).contains("close");
  }

  /** As {@link #copy}, and tells the worker who asked, and how. */
  static void forward(HttpServerRequest request, String number, MultiMap to) {
    copy(request.headers(), to);
    to.set(REQUEST_ID, number);
    var client = request.remoteAddress().hostAddress();
    var before = to.getAll("X-Forwarded-For");
    to.set(
        "X-Forwarded-For", before.isEmpty() ? client : String.join(", ", before) + ", " + client);
    if (!to.contains("X-Forwarded-Proto")) {
      to.set("X-Forwarded-Proto", "http");
    }
    var host = request.getHeader("Host");
    if (!to.contains("X-Forwarded-Host") && host != null) {
      to.set("X-Forwarded-Host", host);
    }
  }

  /**
   * The request's number: the client's if it is a random one, so that what it repeats itself is
   * known for the same, else one of our own.
   */
  static String number(HttpServerRequest request) {
    return RequestNumber.of(request.getHeader(REQUEST_ID)).orElseGet(Headers::random);
  }

  private static String random() {
    var bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
