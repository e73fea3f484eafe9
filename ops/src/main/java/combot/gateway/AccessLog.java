package combot.gateway;

import combot.log.Level;
import combot.log.Log;
import combot.log.RequestNumber;
import combot.metrics.Routes;
import io.vertx.core.http.HttpServerRequest;

/** A line for each request that was answered; nothing of what it says. */
record AccessLog(Log log, boolean wanted) {

  /**
   * @param number of the request
   * @param worker that answered; {@code null}: the gateway did
   * @param began when the request came, by {@link System#nanoTime}
   */
  void answered(HttpServerRequest request, String number, Upstream worker, long began) {
    if (!wanted) {
      return;
    }
    var response = request.response();
    var route = Routes.of(request.path());
    var method = Routes.method(request.method().name());
    var line =
        log.line(Level.INFO, method + " " + route + " " + response.getStatusCode())
            .with("request", RequestNumber.shown(number))
            .with("method", method)
            .with("route", route)
            .with("status", response.getStatusCode())
            .with("ms", (System.nanoTime() - began) / 1_000_000)
            .with("bytes", response.bytesWritten());
    log.write(worker == null ? line : line.with("worker", worker.worker()));
  }
}
