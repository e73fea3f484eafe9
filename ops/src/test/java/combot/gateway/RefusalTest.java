package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom the gateway keeps waiting while no worker is ready, and what it refuses by itself. */
class RefusalTest extends Proxied {

  @Test
  void holdsRequestsUntilAWorkerIsReady() throws Exception {
    var held = List.of(sending("/1"), sending("/2"), sending("/3"));
    assertThat(held.getLast().isDone()).isFalse();
    ready(worker(ECHO));
    for (var answer : held) {
      assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRefusalMayBeReadByAFrontEndOnAnotherOrigin() throws Exception {
    var request = to("/").header("Origin", "https://lab.example");
    var refused = http.send(request.build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://lab.example");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Credentials")).contains("true");
    assertThat(refused.headers().firstValue("Access-Control-Expose-Headers"))
        .contains("Retry-After");
    assertThat(send(to("/")).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void holdsOnlySoManyAndOnlySoLong() throws Exception {
    var all = IntStream.range(0, 5).mapToObj(i -> sending("/" + i)).toList();
    for (var answer : all) {
      var response = answer.get(10, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).contains("2");
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(response.body()).contains("\"status\":503", "Send");
    }
    assertThat(all).filteredOn(answer -> answer.join().body().contains("too many")).hasSize(2);
  }

  @Test
  void holdsNoHealthCheck() throws Exception {
    var held = sending("/");
    assertThat(send(to("/health/ready")).statusCode()).isEqualTo(503);
    assertThat(held.isDone()).isFalse();
  }

  @Test
  void forgetsWhoWentAwayWhileHeld() throws Exception {
    try (var socket = new Socket("127.0.0.1", port)) {
      var words = "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(words);
      awaitHeld(1);
    }
    awaitHeld(0);
    var stays = sending("/stays");
    awaitHeld(1);
    var worker = worker(ECHO);
    ready(worker);
    assertThat(stays.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(worker.requests).extracting(HttpServerRequest::uri).containsExactly("/stays");
  }

  private void awaitHeld(int count) {
    while (proxy.underWay().join() != count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void answersALateWorkersRequestItself() throws Exception {
    ready(worker((_, _) -> {}));
    assertThat(send(to("/")).statusCode()).isEqualTo(504);
  }

  @Test
  void refusesABodyThatDoesNotCome() throws Exception {
    ready(worker(ECHO));
    assertThat(raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"))
        .startsWith("HTTP/1.1 408");
  }

  @Test
  void refusesNewRequestsOnceItStopsAndAnswersThoseItHas() throws Exception {
    var answers = new CompletableFuture<Void>();
    ready(worker((request, _) -> answers.thenRun(() -> request.response().end("late"))));
    var before = sending("/");
    while (workers.getFirst().requests.isEmpty()) {
      Thread.onSpinWait();
    }
    var drained = proxy.drain();
    while (send(to("/")).statusCode() != 503) {
      Thread.onSpinWait();
    }
    assertThat(drained.isDone()).isFalse();
    answers.complete(null);
    assertThat(before.get(5, TimeUnit.SECONDS).body()).isEqualTo("late");
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
  }
}
