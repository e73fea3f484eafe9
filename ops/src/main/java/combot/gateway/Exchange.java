package combot.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer. Where a worker vanished before its answer was passed on, another is
 * sent the same, as every request is safe to repeat; not for ever, as a request might be what kills
 * workers. For the event loop's thread.
 */
final class Exchange {

  private static final int SENT_AT_MOST = 5;
  private static final long PAUSE_MILLIS = 50;

  /** What all exchanges share. */
  record Shared(
      Vertx vertx,
      HttpClient client,
      Upstreams upstreams,
      Limits limits,
      Load load,
      AccessLog access,
      Counts counts) {}

  /** What all requests together hold; for the event loop's thread. */
  static final class Load {
    private int requests;
    private long bytes;

    int requests() {
      return requests;
    }
  }

  private final Shared shared;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String number;
  private final long began = System.nanoTime();
  private final Runnable go = this::route;
  private Buffer body = Buffer.buffer();
  private boolean streamed;
  private boolean refused;
  private boolean ended;
  private long timer = -1;
  private int sent;
  private Upstream last;

  Exchange(Shared shared, HttpServerRequest request) {
    this.shared = shared;
    this.request = request;
    this.response = request.response();
    this.number = Headers.number(request);
    shared.load.requests++;
    response.endHandler(_ -> answered());
    response.closeHandler(_ -> end());
    response.exceptionHandler(_ -> end());
    request.exceptionHandler(_ -> end());
  }

  private void answered() {
    if (!isHealth()) {
      shared.counts.answered(response.getStatusCode());
    }
    shared.access.answered(request, number, refused ? null : last, began);
    end();
    if (Headers.asksToClose(request)) {
      request.connection().close(); // Vert.x overlooks it among other words
    }
  }

  /** Nothing follows: it is answered, or the client is gone. */
  private void end() {
    if (!ended) {
      ended = true;
      cancelTimer();
      shared.upstreams.forget(go);
      shared.load.requests--;
      shared.load.bytes -= body.length();
      body = Buffer.buffer();
    }
  }

  private void refuse(Refusal why) {
    if (!ended) {
      refused = true;
      shared.counts.refused(why);
      why.send(request);
    }
  }

  private void startTimer(long millis, Runnable then) {
    cancelTimer();
    timer = shared.vertx.setTimer(Math.max(1, millis), _ -> then.run());
  }

  private void cancelTimer() {
    if (timer >= 0) {
      shared.vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /** Takes the body in, then goes to a worker. */
  void begin() {
    if (request.isEnded()) {
      route();
      return;
    }
    request.handler(this::take);
    request.endHandler(_ -> {
      if (!streamed) {
        cancelTimer();
        route();
      }
    });
    if (request.headers().contains("Content-Length") || isChunked()) {
      startTimer(shared.limits.bodyTime().toMillis(), () -> refuse(Refusal.SLOW));
    }
  }

  private boolean isChunked() {
    return request.headers().contains("Transfer-Encoding");
  }

  private void take(Buffer part) {
    if (ended) {
      return;
    }
    if (shared.load.bytes + part.length() > shared.limits.bodies()) {
      refuse(Refusal.TOO_MUCH);
      return;
    }
    shared.load.bytes += part.length();
    body.appendBuffer(part);
    if (body.length() > shared.limits.body()) {
      streamed = true;
      cancelTimer();
      request.pause();
      route();
    }
  }

  private void route() {
    if (ended) {
      return;
    }
    cancelTimer();
    shared.upstreams.leastBusy(last).ifPresentOrElse(this::send, this::hold);
  }

  private void hold() {
    long left = holdTimeLeft();
    if (left <= 0 || isHealth()) {
      refuse(Refusal.NOBODY_READY);
    } else if (shared.upstreams.waiting() >= shared.limits.held()) {
      refuse(Refusal.TOO_MUCH);
    } else {
      shared.upstreams.await(go);
      startTimer(left, () -> refuse(Refusal.NOBODY_READY));
    }
  }

  private boolean isHealth() {
    return request.path() != null && request.path().startsWith("/health");
  }

  private long holdTimeLeft() {
    return shared.limits.holdTime().toMillis() - (System.nanoTime() - began) / 1_000_000;
  }

  private void send(Upstream upstream) {
    last = upstream;
    upstream.begin();
    var options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost("127.0.0.1")
            .setPort(upstream.port())
            .setURI(request.uri());
    shared
        .client
        .request(options)
        .onComplete(connected -> {
          if (connected.succeeded()) {
            send(upstream, connected.result());
          } else {
            upstream.end();
            again();
          }
        });
  }

  private void send(Upstream upstream, HttpClientRequest out) {
    if (ended) {
      upstream.end();
      out.reset();
      return;
    }
    Headers.forward(request, number, out.headers());
    out.idleTimeout(shared.limits.answerTime().toMillis());
    sent++;
    dispatch(out)
        .onComplete(answered -> {
          if (answered.succeeded()) {
            relay(upstream, out, answered.result());
          } else {
            upstream.end();
            lost(answered.cause());
          }
        });
  }

  private Future<HttpClientResponse> dispatch(HttpClientRequest out) {
    if (streamed) {
      return stream(out);
    }
    return body.length() == 0 ? out.send() : out.send(body);
  }

  /** A body too long to be kept: what has come, then the rest as it comes. */
  private Future<HttpClientResponse> stream(HttpClientRequest out) {
    if (!out.headers().contains("Content-Length")) {
      out.setChunked(true);
    }
    out.write(body);
    request.pipe().endOnFailure(false).to(out).onFailure(_ -> out.reset());
    return out.response();
  }

  private void relay(Upstream upstream, HttpClientRequest out, HttpClientResponse in) {
    if (ended || isShort(in)) {
      in.body()
          .onComplete(whole -> {
            upstream.end();
            if (whole.succeeded()) {
              answer(in, whole.result());
            } else {
              lost(whole.cause());
            }
          });
      return;
    }
    head(in);
    response.setChunked(!response.headers().contains("Content-Length"));
    in.pipe()
        .endOnFailure(false)
        .to(response)
        .onComplete(piped -> {
          upstream.end();
          if (piped.failed()) {
            // The answer is cut off, and the client must see that it is.
            out.reset();
            request.connection().close();
          }
        });
  }

  private boolean isShort(HttpClientResponse in) {
    if (hasNoBody(in)) {
      return true;
    }
    var length = in.getHeader("Content-Length");
    return length != null
        && length.length() < 10
        && Long.parseLong(length) <= shared.limits.answer();
  }

  private boolean hasNoBody(HttpClientResponse in) {
    return request.method() == HttpMethod.HEAD || in.statusCode() == 204 || in.statusCode() == 304;
  }

  private void head(HttpClientResponse in) {
    response.setStatusCode(in.statusCode()).setStatusMessage(in.statusMessage());
    Headers.copy(in.headers(), response.headers());
  }

  private void answer(HttpClientResponse in, Buffer whole) {
    if (ended) {
      return;
    }
    head(in);
    if (hasNoBody(in)) {
      response.end();
    } else {
      response.end(whole);
    }
    discardRest();
  }

  /** A worker may answer before a long body has come; a client may read only then. */
  private void discardRest() {
    if (!request.isEnded()) {
      request.handler(_ -> {}).resume();
      shared.vertx.setTimer(
          shared.limits.bodyTime().toMillis(),
          _ -> {
            if (!request.isEnded()) {
              request.connection().close();
            }
          });
    }
  }

  private void lost(Throwable why) {
    if (why instanceof TimeoutException) {
      refuse(Refusal.LATE);
    } else if (streamed || sent >= SENT_AT_MOST) {
      refuse(Refusal.LOST);
    } else {
      again();
    }
  }

  /** To another worker; to the same one only where there is no other, and not at once. */
  private void again() {
    if (ended) {
      return;
    }
    var next = shared.upstreams.leastBusy(last);
    shared.counts.retried();
    if (next.isPresent() && next.get() == last && holdTimeLeft() > 0) {
      startTimer(PAUSE_MILLIS, this::route);
    } else if (next.isPresent() && next.get() != last) {
      send(next.get());
    } else {
      hold();
    }
  }
}
