package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private URI serving(Consumer<HttpServerRequest> handler) {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(handler::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  @Test
  void anAnswerThatTricklesForEverIsNone() throws InterruptedException {
    var closed = new CountDownLatch(1);
    var url =
        serving(request -> {
          var response = request.response().setChunked(true);
          response.closeHandler(_ -> closed.countDown());
          vertx.setPeriodic(20, _ -> response.write(" "));
        });
    try (var wire = new Wire(url, Duration.ofMillis(300))) {
      var reply = wire.exchange(Request.get("/"));
      assertThat(reply.came()).isFalse();
      assertThat(reply.failure()).isEqualTo("no whole answer within 300 ms");
      closed.await();
    }
  }

  @Test
  void whatNoRequestMayHoldIsToldAndNotWaitedFor() {
    var url = serving(request -> request.response().end());
    try (var wire = new Wire(url)) {
      var reply = wire.exchange(Request.get("/").with("X-Key", "one\ntwo"));
      assertThat(reply.came()).isFalse();
      assertThat(wire.exchange(Request.get("/")).status()).isEqualTo(200);
    }
  }

  /** What the network takes for the body is told apart from what the server takes. */
  @Test
  void aSlowNetworksUploadIsToldApart() {
    var url = serving(request -> request.body().onSuccess(_ -> request.response().end()));
    try (var wire = new Wire(url)) {
      var slow = wire.send(Request.post("/", "x".repeat(40)), 100).join();
      assertThat(slow.isOk()).isTrue();
      assertThat(Duration.ofNanos(slow.uploadNanos())).isGreaterThan(Duration.ofMillis(250));
      assertThat(wire.exchange(Request.post("/", "x".repeat(40))).uploadNanos()).isZero();
    }
  }
}
