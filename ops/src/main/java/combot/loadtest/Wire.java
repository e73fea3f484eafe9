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
import java.util.concurrent.TimeoutException;

/**
 * HTTP/1.1 with kept connections over one event loop. Times are taken on that loop, so that a
 * participant's thread which is woken late is not counted as the server's slowness. Thread-safe.
 */
final class Wire implements AutoCloseable {

  /** As people have it. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many as are needed: who waits for a connection would not be waiting for the server. */
  private static final int MOST_CONNECTIONS = 20_000;

  private static final int PIECES_PER_SECOND = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final URI target;
  private final Duration patience;
  private final HttpClient client;

  Wire(URI target) {
    this(target, PATIENCE);
  }

  /**
   * @param patience in which a whole answer must be there
   */
  Wire(URI target, Duration patience) {
    this.target = target;
    this.patience = patience;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl("https".equals(target.getScheme()))
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setKeepAlive(true)
                .setConnectTimeout((int) PATIENCE.toMillis()));
  }

  /** In which a whole answer must be there. */
  Duration patience() {
    return patience;
  }

  /** Sends, and returns what came; does not throw where nothing did. */
  Reply exchange(Request request) {
    return exchange(request, patience);
  }

  /** As {@link #exchange(Request)}, in this time instead. */
  Reply exchange(Request request, Duration within) {
    return send(request, 0, within).join();
  }

  /**
   * @param bandwidth bytes a second at which the body goes out; 0: at once
   */
  CompletableFuture<Reply> send(Request request, int bandwidth) {
    return send(request, bandwidth, patience);
  }

  private CompletableFuture<Reply> send(Request request, int bandwidth, Duration within) {
    var attempt = new Attempt(within);
    vertx.runOnContext(_ -> attempt.start(request, bandwidth));
    return attempt.answer;
  }

  private RequestOptions options(Request request) {
    boolean tls = "https".equals(target.getScheme());
    int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
    var options =
        new RequestOptions()
            .setHost(target.getHost())
            .setPort(port)
            .setMethod(request.method())
            .setURI(request.path());
    request.headers().forEach(options::putHeader);
    return options;
  }

  /** One sending. For the event loop. */
  private final class Attempt {
    private final Duration within;
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private long started;
    private long began;
    private long timer;
    private HttpClientRequest sent;

    Attempt(Duration within) {
      this.within = within;
    }

    void start(Request request, int bandwidth) {
      started = System.nanoTime();
      began = started;
      timer = vertx.setTimer(within.toMillis() + uploadMillis(request, bandwidth), _ -> expire());
      try {
        client
            .request(options(request))
            .compose(out -> write(out, request, bandwidth))
            .compose(in -> in.body().map(body -> reply(in, body)))
            .onComplete(done -> end(done.succeeded() ? done.result() : failed(done.cause())));
      } catch (RuntimeException e) {
        // such as a header that no request may have: nobody would else be told
        end(failed(e));
      }
    }

    private static long uploadMillis(Request request, int bandwidth) {
      return request.body() == null || bandwidth == 0
          ? 0
          : request.body().length() * 1_000L / Math.max(1, bandwidth);
    }

    private void end(Reply reply) {
      vertx.cancelTimer(timer);
      answer.complete(reply);
    }

    /** An answer that trickles is none either. */
    private void expire() {
      end(failed(new TimeoutException("no whole answer within " + within.toMillis() + " ms")));
      if (sent != null) {
        sent.reset();
      }
    }

    private Future<HttpClientResponse> write(
        HttpClientRequest out, Request request, int bandwidth) {
      if (answer.isDone()) {
        out.reset();
        return Future.failedFuture("too late");
      }
      sent = out;
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
      if (answer.isDone()) {
        return;
      }
      int to = Math.min(body.length(), from + piece);
      if (to == body.length()) {
        began = System.nanoTime();
        out.end(body.getBuffer(from, to));
        return;
      }
      out.write(body.getBuffer(from, to));
      vertx.setTimer(1000 / PIECES_PER_SECOND, _ -> trickle(out, body, to, piece));
    }

    private Reply reply(HttpClientResponse in, Buffer body) {
      return new Reply(
          in.statusCode(),
          in.getHeader("Content-Type"),
          in.getHeader("Retry-After"),
          in.getHeader("ETag"),
          in.getHeader("Location"),
          in.getHeader("Server-Timing"),
          body,
          null,
          began - started,
          began,
          System.nanoTime());
    }

    private Reply failed(Throwable cause) {
      var why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return new Reply(
          0,
          null,
          null,
          null,
          null,
          null,
          Buffer.buffer(),
          why,
          began - started,
          began,
          System.nanoTime());
    }
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
