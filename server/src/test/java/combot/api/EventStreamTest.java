package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Listener;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams on a real socket, of work that the test makes up. */
@Timeout(60)
class EventStreamTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private List<Event> events(Function<Listener, Object> work) throws Exception {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              var stream = new EventStream(request.response(), new ProblemMapper());
              var last = (byte[]) stream.answer(work).getEntity();
              request.response().end(Buffer.buffer(last));
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    var uri = URI.create("http://127.0.0.1:" + server.actualPort());
    try (var http = HttpClient.newHttpClient()) {
      return Event.of(
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    }
  }

  @Test
  void whatFailsAfterTheFirstEventEndsTheStreamWithTheProblem() throws Exception {
    var events =
        events(listener -> {
          listener.hears(3, "So it broke.");
          throw new IllegalStateException("a fault");
        });

    assertThat(events).extracting(Event::name).containsExactly("text", "problem");
    assertThat(Client.JSON.readTree(events.getLast().data()).get("status").asInt()).isEqualTo(500);
    assertThat(events.getLast().data()).doesNotContain("a fault");
  }

  @Test
  void linesAndQuotationMarksOfATextStayInItsLine() throws Exception {
    var events =
        events(listener -> {
          listener.hears(3, "One \"line\".\n\ndata: two ☂");
          return Map.of();
        });

    assertThat(Client.JSON.readTree(events.getFirst().data()).get("text").asText())
        .isEqualTo("One \"line\".\n\ndata: two ☂");
    assertThat(events.getLast()).isEqualTo(new Event("answer", "{}"));
  }
}
