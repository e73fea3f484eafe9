package combot.gateway;

import io.vertx.core.http.HttpServerRequest;

/** An answer of the gateway's own: a problem detail (RFC 9457). */
enum Refusal {
  NOBODY_READY(
      503,
      "Service Unavailable",
      "No server process is ready. Send the request again in a few seconds."),
  STOPPING(503, "Service Unavailable", "The server stops. Send the request again in a minute."),
  TOO_MUCH(
      503,
      "Service Unavailable",
      "There are too many requests at once. Send it again in a few seconds."),
  LOST(502, "Bad Gateway", "The server process ended before it answered. Send the request again."),
  LATE(
      504, "Gateway Timeout", "The server process did not answer in time. Send the request again."),
  SLOW(408, "Request Timeout", "The request's body did not come in time.");

  private final int status;
  private final String title;
  private final String detail;

  Refusal(int status, String title, String detail) {
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** Answers, unless an answer has begun. */
  void send(HttpServerRequest request) {
    var response = request.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    response.headers().clear();
    response.setStatusCode(status).putHeader("Content-Type", "application/problem+json");
    if (status != 408) {
      response.putHeader("Retry-After", this == STOPPING ? "60" : "2");
    }
    admitOrigin(request);
    var closes = this == STOPPING || !request.isEnded();
    if (closes) {
      response.putHeader("Connection", "close");
    }
    var answered =
        response.end(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail));
    if (closes) {
      answered.onComplete(_ -> request.connection().close());
    }
  }

  /** It tells nothing about anybody, so a front end on any origin may read when to come again. */
  private static void admitOrigin(HttpServerRequest request) {
    var origin = request.getHeader("Origin");
    if (origin != null && !origin.equals("null")) {
      request
          .response()
          .putHeader("Access-Control-Allow-Origin", origin)
          .putHeader("Access-Control-Allow-Credentials", "true")
          .putHeader("Access-Control-Expose-Headers", "Retry-After")
          .putHeader("Vary", "Origin");
    }
  }
}
