package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a load test asks of a server that does not come to an end. */
@Timeout(60)
class ServerTest {

  private final Vertx vertx = Vertx.vertx();
  private Wire wire;

  @AfterEach
  void stop() {
    wire.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Server answering(String json, Duration longest) {
    var http =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(json))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    wire = new Wire(URI.create("http://127.0.0.1:" + http.actualPort()));
    return new Server(wire, StubServer.KEY, longest);
  }

  private static void assertEnds(ThrowingCallable asking, String why) {
    assertThatExceptionOfType(LoadTestException.class)
        .isThrownBy(asking)
        .withMessageContaining(why);
  }

  @Test
  void pagesThatLeadToThemselvesAreNotReadForEver() {
    var server = answering("{\"conversations\": [], \"next\": \"a\"}", Server.LONGEST);
    assertEnds(() -> server.conversations("run", _ -> {}), "after 'a' leads to 'a'");
  }

  @Test
  void removingThatDoesNotEndIsGivenUp() {
    var server = answering("{\"conversations\": 1}", Duration.ofMillis(100));
    assertEnds(server::purge, "not done with removing within");
  }
}
