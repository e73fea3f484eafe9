package combot.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * HTTP/1.1 with kept connections over one event loop. Times are taken on that loop, so that a
 * participant's thread which is woken late is not counted as the server's slowness. Thread-safe.
 */
final class Wire implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many as are needed: who waits for a connection would not be waiting for the server. */
  private static final int MOST_CONNECTIONS = 20_000;

  private static final int PIECES_PER_SECOND = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final URI target;
  private final HttpClient client;

  Wire(URI target) {
    this.target = target;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl("https".equals(target.getScheme()))
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setKeepAlive(true)
                .setConnectTimeout((int) PATIENCE.toMillis()));
  }

  /** Sends, and returns what came; does not throw where nothing did. */
  Reply exchange(Request request) {
    return send(request, 0).join();
  }

  /**
   * @param bandwidth bytes a second at which the body goes out; 0: at once
   */
  CompletableFuture<Reply> send(Request request, int bandwidth) {
    var reply = new CompletableFuture<Reply>();
    vertx.runOnContext(_ -> {
      var attempt = new Attempt();
      client
          .request(options(request))
          .compose(out -> attempt.write(out, request, bandwidth))
          .compose(in -> in.body().map(body -> attempt.reply(in, body)))
          .onComplete(done ->
              reply.complete(done.succeeded() ? done.result() : attempt.failed(done.cause())));
    });
    return reply;
  }

  private RequestOptions options(Request request) {
    boolean tls = "https".equals(target.getScheme());
    int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
    var options =
        new RequestOptions()
            .setHost(target.getHost())
            .setPort(port)
            .setMethod(request.method())
            .setURI(request.path())
            .setTimeout(PATIENCE.toMillis());
    request.headers().forEach(options::putHeader);
    return options;
  }

  /** One sending. For the event loop. */
  private final class Attempt {
    private long began = System.nanoTime();

    Future<HttpClientResponse> write(HttpClientRequest out, Request request, int bandwidth) {
      if (request.body() == null) {
        return out.send();
      }
      var body = Buffer.buffer(request.body());
      if (bandwidth == 0) {
        return out.send(body);
      }
      out.putHeader("Content-Length", Integer.toString(body.length()));
      trickle(out, body, 0, Math.max(1, bandwidth / PIECES_PER_SECOND));
      return out.response();
    }

    /** The network's time is not the server's: it begins with the last piece. */
    private void trickle(HttpClientRequest out, Buffer body, int from, int piece) {
      int to = Math.min(body.length(), from + piece);
      if (to == body.length()) {
        began = System.nanoTime();
        out.end(body.getBuffer(from, to));
        return;
      }
      out.write(body.getBuffer(from, to));
      vertx.setTimer(1000 / PIECES_PER_SECOND, _ -> trickle(out, body, to, piece));
    }

    Reply reply(HttpClientResponse in, Buffer body) {
      return new Reply(
          in.statusCode(),
          in.getHeader("Content-Type"),
          in.getHeader("Retry-After"),
          in.getHeader("ETag"),
          in.getHeader("Location"),
          body,
          null,
          began,
          System.nanoTime());
    }

    Reply failed(Throwable cause) {
      var why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return new Reply(0, null, null, null, null, Buffer.buffer(), why, began, System.nanoTime());
    }
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
