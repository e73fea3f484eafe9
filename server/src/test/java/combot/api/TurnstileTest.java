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
  void keepsNoPlaceForWhoStillSends() throws Exception {
    var slow = new ArrayList<Socket>();
    for (int i = 0; i < 2 * ALL; i++) {
      slow.add(write("POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na"));
    }
    Together.await("all to arrive", () -> seen.get() == 2 * ALL);
    sent = 2 * ALL;

    try (var quick = send("/quick")) {
      awaitWorked(1);
      answerAll();
      assertThat(statusOf(quick)).isEqualTo("HTTP/1.1 200 OK");
    }

    slow.getFirst().getOutputStream().write("bc".getBytes(StandardCharsets.US_ASCII));
    awaitWorked(1);
    assertThat(worked.element().body().asString()).isEqualTo("abc");
    answerAll();
    assertThat(statusOf(slow.getFirst())).isEqualTo("HTTP/1.1 200 OK");
    close(slow);
    awaitNobodyInside();
  }

  @Test
  void passesOverWhatIsTooLong() throws Exception {
    int length = Body.LIMIT + 500_000;
    try (var socket =
        write(
            "POST /long HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(length))) {
      socket.getOutputStream().write(new byte[length]);
      awaitWorked(1);
      assertThat(worked.element().body().length())
          .isGreaterThan(Body.LIMIT)
          .isLessThan(Body.LIMIT + 200_000);
      answerAll();
      assertThat(statusOf(socket)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void asksForABodyThatWaitsToBeAskedFor() throws Exception {
    try (var socket =
        write(
            "POST /asked HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n")) {
      assertThat(statusOf(socket)).startsWith("HTTP/1.1 100 Co");
      socket.getOutputStream().write('a');
      awaitWorked(1);
      answerAll();
    }
  }

  @Test
  void turnsAwayWhereTooManyWait() throws Exception {
    var inside = send("/inside", ALL);
    awaitWorked(ALL);
    var waiting = send("/waiting", Turnstile.WAITING_AT_MOST);
    try (var tooMany = send("/one-too-many")) {
      assertThat(statusOf(tooMany)).isEqualTo("HTTP/1.1 503 Se");
    }
    close(waiting);
    close(inside);
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
    var socket = write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
    // Sockets are read on several event loops: the next request is sent once this one has arrived.
    int arrived = ++sent;
    Together.await("a request to arrive", () -> seen.get() == arrived);
    return socket;
  }

  private Socket write(String head) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
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
