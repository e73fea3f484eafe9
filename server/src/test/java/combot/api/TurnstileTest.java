package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Together;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A turnstile before a handler that answers when the test says so. */
@Timeout(60)
class TurnstileTest {

  private static final int ALL = Turnstile.INSIDE_AT_MOST;

  private final Vertx vertx = Vertx.vertx();
  private final Turnstile turnstile = new Turnstile();
  private final Queue<RoutingContext> worked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger seen = new AtomicInteger();
  private int sent;
  private int port;

  @BeforeEach
  void listen() {
    var router = Router.router(vertx);
    router
        .route()
        .handler(request -> {
          turnstile.arrive(request);
          seen.incrementAndGet();
        });
    router.route("/health/*").handler(request -> request.end("well"));
    router.route().handler(worked::add);
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void letsNoMoreInThanItsLimitAndTheOthersInTheirOrder() throws Exception {
    var first = send("/first", ALL);
    awaitWorked(ALL);
    var waiting = List.of(send("/a"), send("/b"), send("/c"));
    assertThat(worked).hasSize(ALL);

    for (var expected : List.of("/a", "/b", "/c")) {
      worked.remove().end();
      awaitWorked(ALL);
      assertThat(worked.stream().map(RoutingContext::normalizedPath).toList())
          .last()
          .isEqualTo(expected);
    }
    answerAll();
    for (var socket : waiting) {
      assertThat(statusOf(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
    close(first);
    awaitNobodyInside();
  }

  @Test
  void keepsNoPlaceForWhoHasGone() throws Exception {
    var inside = send("/inside", ALL);
    awaitWorked(ALL);
    var gone = send("/gone", 10);
    close(gone);
    close(inside);
    worked.clear();
    Together.await("the others to be let in or given up", () -> turnstile.inside() == 0);

    try (var late = send("/late")) {
      awaitWorked(1);
      answerAll();
      assertThat(statusOf(late)).isEqualTo("HTTP/1.1 200 OK");
    }
    awaitNobodyInside();
  }

  @Test
  void letsAnotherInWhileSomebodyIsOutside() throws Exception {
    var inside = send("/inside", ALL);
    awaitWorked(ALL);
    var waiting = send("/waiting");
    turnstile.outside(() -> {
      awaitWorked(ALL + 1);
      return null;
    });
    assertThat(turnstile.inside()).isEqualTo(ALL + 1);
    answerAll();
    assertThat(statusOf(waiting)).isEqualTo("HTTP/1.1 200 OK");
    close(inside);
    awaitNobodyInside();
  }

  @Test
  void letsHealthChecksPass() throws Exception {
    var inside = send("/inside", ALL);
    awaitWorked(ALL);
    assertThat(URI.create("http://127.0.0.1:" + port + "/health/live").toURL().openStream())
        .hasContent("well");
    close(inside);
  }

  private Socket send(String path) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    var request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    // Sockets are read on several event loops: the next request is sent once this one has arrived.
    int arrived = ++sent;
    Together.await("a request to arrive", () -> seen.get() == arrived);
    return socket;
  }

  private List<Socket> send(String path, int count) throws IOException {
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      sockets.add(send(path));
    }
    return sockets;
  }

  private void awaitWorked(int count) {
    Together.await(count + " requests to be worked on", () -> worked.size() == count);
  }

  private void awaitNobodyInside() {
    Together.await("all to leave", () -> turnstile.inside() == 0);
  }

  private void answerAll() {
    for (var request = worked.poll(); request != null; request = worked.poll()) {
      request.end();
    }
  }

  private static String statusOf(Socket socket) throws IOException {
    var bytes = socket.getInputStream().readNBytes("HTTP/1.1 200 OK".length());
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }
}
