package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a worker of a few lines that speaks as the protocol of load tests says. */
@Timeout(60)
class AnswerProbeTest {

  private static final String ID = "process.workers-answer";
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private Looked looked;
  private HttpServer worker;
  private final List<String> asked = new ArrayList<>();
  private String reply = "What exactly was late?";
  private String found = "B";
  private int turns = 200;
  private Duration delay = Duration.ZERO;
  private int removed = 200;
  private String serverTiming = "";

  @BeforeEach
  void start() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    worker.createContext("/", this::answer);
    worker.start();
    looked =
        new Looked(folder)
            .worker(3, ProcessHandle.current().pid(), new JsonObject())
            .serve(Path.of("..", "studies", "think-feel.yaml"));
    looked.workers.getJsonObject(0).put("port", worker.getAddress().getPort());
    Looked.write(looked.data().resolve("loadtest.key"), KEY + "\n");
  }

  @AfterEach
  void stop() {
    worker.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path.replaceAll("check-[0-9a-f]+", "RUN"));
    exchange.getRequestBody().readAllBytes();
    if (path.startsWith("/v1/loadtest") || path.endsWith("/conversations")) {
      assertThat(exchange.getRequestHeaders().getFirst("X-Combot-Loadtest-Key")).isEqualTo(KEY);
    }
    switch (path) {
      case "/v1/loadtest" -> send(exchange, 200, new JsonObject().put("runs", new JsonArray()));
      case "/v1/studies/think-feel/conversations" ->
          send(exchange, 201, new JsonObject().put("token", "t"));
      case "/v1/conversation/turns" -> {
        pass(delay);
        exchange.getResponseHeaders().set("Server-Timing", serverTiming);
        send(
            exchange,
            turns,
            new JsonObject()
                .put("replies", new JsonArray().add(new JsonObject().put("text", reply))));
      }
      default ->
          send(
              exchange,
              exchange.getRequestMethod().equals("DELETE") ? removed : 200,
              new JsonObject()
                  .put("conversations", new JsonArray().add(new JsonObject().put("class", found))));
    }
  }

  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
    var bytes = body.toBuffer().getBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Line line() {
    return looked.line(new AnswerProbe(), ID);
  }

  @Test
  void aLanguageModelsOwnTimeIsNotTheWorkers() {
    delay = Duration.ofMillis(50);
    looked.limits(ID + ": {warn-above: 40, fail-above: 60000}");
    assertThat(line().state()).isEqualTo(State.WARN);
    serverTiming = "model;dur=60000";
    assertThat(line())
        .returns(State.PASS, Line::state)
        .returns("1 of 1, the slowest message in 0 ms", Line::value);
  }

  @Test
  void tellsAComplaintHasItClassifiedAndLeavesNothingBehind() {
    assertThat(line().value()).startsWith("1 of 1, the slowest message in ");
    assertThat(asked)
        .containsExactly(
            "GET /v1/loadtest",
            "POST /v1/studies/think-feel/conversations",
            "POST /v1/conversation/turns",
            "GET /v1/loadtest/RUN/conversations",
            "DELETE /v1/loadtest/RUN");
  }

  @Test
  void failsAWorkerThatAnswersNoTextOrClassifiesNothingOrRefuses() {
    reply = " ";
    assertThat(line())
        .returns(State.FAIL, Line::state)
        .returns("worker 3 answers with no text", Line::value);
    reply = "Go on.";
    found = null;
    assertThat(line())
        .returns(State.FAIL, Line::state)
        .returns("worker 3 classified none of 6 messages", Line::value);
    turns = 503;
    assertThat(line().value()).isEqualTo("worker 3 takes no message, status 503");
    assertThat(asked).endsWith("DELETE /v1/loadtest/RUN");
  }

  @ParameterizedTest
  @CsvSource({"60000, 60000, PASS", "40, 60000, WARN", "20, 40, FAIL"})
  void judgesAWorkerThatAnswersSlowly(int warn, int fail, State state) {
    delay = Duration.ofMillis(50);
    looked.limits("%s: {warn-above: %d, fail-above: %d}\n".formatted(ID, warn, fail));
    assertThat(line().state()).isEqualTo(state);
  }

  @Test
  void tellsThatTheConversationIsLeftBehind() {
    removed = 500;
    assertThat(line())
        .returns(State.FAIL, Line::state)
        .returns(
            "worker 3 does not remove what was told, status 500: ./combot loadtest --purge",
            Line::value);
  }

  @Test
  void asksNothingWhereNewcomersAreKeptOut() {
    looked.status.put("state", "draining");
    assertThat(line())
        .returns(State.NOT_MEASURED, Line::state)
        .satisfies(line -> assertThat(line.value()).contains("./combot drain --end"));
    assertThat(asked).isEmpty();
  }

  @Test
  void tellsAComplaintThoughTheStudysFileIsBeingEdited() throws Exception {
    var file = folder.resolve("mine.yaml");
    Files.copy(Path.of("..", "studies", "think-feel.yaml"), file);
    looked.serve(file);
    Files.writeString(file, "study: [");
    assertThat(line().state()).isEqualTo(State.PASS);
  }

  @Test
  void beginsNothingWhereLoadTestsAreNotOffered() throws Exception {
    worker.removeContext("/");
    worker.createContext("/", this::send404);
    assertThat(line())
        .returns(State.NOT_MEASURED, Line::state)
        .returns("worker 3: it takes no load tests, status 404", Line::value);
    assertThat(asked).containsExactly("GET /v1/loadtest");
    Files.delete(looked.data().resolve("loadtest.key"));
    assertThat(line().state()).isEqualTo(State.NOT_MEASURED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void timesFromTheFirstViewOfThePageOnlyWhereTheModelIsUnloaded() {
    var memory = new JsonObject().put("model", "LOADED");
    looked.workers.getJsonObject(0).getJsonObject("checks").put("memory", memory);
    try (var _ = ControlSocket.open(looked.data(), (_, _) -> looked.status)) {
      var probe = AnswerProbe.fromFirstView();
      assertThat(looked.line(probe, "model.reload"))
          .returns(State.NOT_MEASURED, Line::state)
          .returns("the model of worker 3 was not unloaded before", Line::value);
      memory.put("model", "UNLOADED");
      assertThat(looked.line(probe, "model.reload"))
          .returns(State.PASS, Line::state)
          .extracting(Line::value)
          .asString()
          .startsWith("1 of 1, the slowest in ");
      assertThat(asked).containsSequence("GET /v1/loadtest", "GET /s/think-feel");
      turns = 503;
      assertThat(looked.line(probe, "model.reload").state()).isEqualTo(State.FAIL);
    }
  }

  private void send404(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    send(exchange, 404, new JsonObject());
  }
}
