package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import combot.control.ControlException;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proofs that a stub at a real control socket answers: each line can fail. */
@Timeout(60)
class ProofTest {

  @TempDir private Path folder;
  private Looked looked;
  private ControlSocket socket;
  private HttpServer http;
  private String metrics = "combot_cache_entries{worker=\"1\"} 7\n";
  private final Map<String, JsonObject> answers = new HashMap<>();
  private Runnable onClassify = () -> {};
  private final JsonObject classified =
      new JsonObject()
          .put("class", "B")
          .put("classified_ms", 8.5)
          .put("missed_first", true)
          .put("found_again", true)
          .put("found_ms", 0.02)
          .put("kept_seconds", 7_199.9)
          .put("ttl_seconds", 7_200)
          .put("entries_at_most", 10_000);
  private final JsonArray steps =
      new JsonArray()
          .add(step("NOTE", 60, true, "LOADED", "LOADED"))
          .add(
              step("CLEAN", 75, true, "LOADED", "UNLOADED", "CLEAN_CACHES", "UNLOAD_IF_IDLE")
                  .put("texts", new JsonArray().add(3).add(0))
                  .put("bytes", new JsonArray().add(200L << 20).add(160L << 20)))
          .add(step("HOLD", 85, false, "UNLOADED", "UNLOADED"))
          .add(step("EMERGENCY", 95, false, "UNLOADED", "UNLOADED", "RECYCLE"));

  private static JsonObject step(
      String level, double percent, boolean admits, String before, String after, String... due) {
    return new JsonObject()
        .put("level", level)
        .put("percent", percent)
        .put("admitsNewcomers", admits)
        .put("due", new JsonArray(List.of(due)))
        .put("texts", new JsonArray().add(0).add(0))
        .put("model", new JsonArray().add(before).add(after))
        .put("bytes", new JsonArray().add(200L << 20).add(200L << 20));
  }

  @BeforeEach
  void start() throws IOException {
    looked =
        new Looked(folder)
            .worker(
                1,
                ProcessHandle.current().pid(),
                new JsonObject().put("database", new JsonObject().put("conversations_active", 0)));
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    http.createContext(
        "/metrics",
        exchange -> {
          var body = metrics.getBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    looked.status.put("url", "http://127.0.0.1:" + http.getAddress().getPort());
    answers.put("status", looked.status);
    answers.put("classify", new JsonObject().put("1", classified));
    answers.put(
        "rehearse-pressure", new JsonObject().put("1", new JsonObject().put("steps", steps)));
    socket = ControlSocket.open(looked.data(), (request, _) -> answer(request));
  }

  private JsonObject answer(JsonObject request) {
    var command = request.getString("command");
    if (command.equals("classify")) {
      onClassify.run();
    }
    if (!answers.containsKey(command)) {
      throw new ControlException("no answer to " + command);
    }
    return answers.get(command);
  }

  @AfterEach
  void stop() {
    socket.close();
    http.stop(0);
  }

  private Line cache(String id) {
    return looked.line(new CacheProof(Duration.ZERO), id);
  }

  private Line pressure(String id) {
    return looked.line(new PressureProof(Duration.ZERO), id);
  }

  @Test
  void aGoodWorkerPassesAll() {
    assertThat(new CacheProof(Duration.ZERO).look(looked.context()))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.state()).as(line.toString()).isEqualTo(State.PASS));
    assertThat(new PressureProof(Duration.ZERO).look(looked.context()))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line.state()).as(line.toString()).isEqualTo(State.PASS));
    assertThat(cache("cache.ttl").value()).isEqualTo("7,200 s, within 0.00 %");
    assertThat(pressure("model.unload").value()).startsWith("40 MB at least");
  }

  @Test
  void aTimeToLiveOfTheWrongLengthFails() {
    classified.put("kept_seconds", 7_100);
    assertThat(cache("cache.ttl").state()).isEqualTo(State.FAIL);
    classified.putNull("kept_seconds");
    assertThat(cache("cache.ttl"))
        .returns(State.FAIL, Line::state)
        .returns("worker 1 keeps nothing", Line::value);
  }

  @Test
  void aRedisThatWasSlowOnceIsAskedAgain() {
    var asked = new AtomicInteger();
    var kept = classified.copy();
    classified.putNull("kept_seconds");
    onClassify =
        () -> {
          if (asked.incrementAndGet() == 3) {
            answers.put("classify", new JsonObject().put("1", kept));
          }
        };
    assertThat(cache("cache.ttl").state()).isEqualTo(State.PASS);
    assertThat(asked).hasValue(3);
  }

  @Test
  void aCheckThatIsStoppedMeasuresNothingMore() {
    Thread.currentThread().interrupt();
    try {
      assertThat(cache("cache.hit").value()).isEqualTo("the check was stopped before");
      assertThat(pressure("pressure.hold").value()).isEqualTo("the check was stopped before");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aCacheThatFindsNothingAgainOrKnowsWhatIsNewFails() {
    classified.put("found_again", false);
    assertThat(cache("cache.hit"))
        .returns(State.FAIL, Line::state)
        .returns("worker 1 does not find again what it just classified", Line::value);
    classified.put("missed_first", false);
    assertThat(cache("cache.hit"))
        .returns(State.FAIL, Line::state)
        .returns("worker 1 knows a text that is new", Line::value);
    classified.remove("found_again");
    assertThat(cache("cache.hit").state()).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void aCacheWithoutABoundOrBeyondItFails() {
    metrics = "combot_cache_entries{worker=\"1\"} 10001\n";
    assertThat(cache("cache.bounded"))
        .returns(State.FAIL, Line::state)
        .returns("10,001 texts of 10,000 at most", Line::value);
    classified.put("entries_at_most", 0);
    assertThat(cache("cache.bounded").value()).isEqualTo("worker 1 has no limit");
    classified.put("entries_at_most", 10_000);
    metrics = "combot_cache_entries{worker=\"2\"} 3\n";
    assertThat(cache("cache.bounded").state()).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void aModelThatGivesNothingBackFails() {
    steps.getJsonObject(1).put("bytes", new JsonArray().add(200L << 20).add(200L << 20));
    assertThat(pressure("model.unload").state()).isEqualTo(State.FAIL);
    steps.getJsonObject(1).put("bytes", new JsonArray().add(200L << 20).add(195L << 20));
    assertThat(pressure("model.unload").state()).isEqualTo(State.WARN);
  }

  @Test
  void aLevelThatDoesNotDoWhatItShouldFails() {
    steps.getJsonObject(0).put("admitsNewcomers", false);
    steps.getJsonObject(1).put("texts", new JsonArray().add(3).add(3));
    steps.getJsonObject(2).put("admitsNewcomers", true);
    steps.getJsonObject(3).put("due", new JsonArray());
    for (var level : new String[] {"note", "clean", "hold", "emergency"}) {
      assertThat(pressure("pressure." + level).state()).as(level).isEqualTo(State.FAIL);
    }
    assertThat(pressure("pressure.hold").value()).contains("newcomers let in");
  }

  @Test
  void aModelThatStaysWhereMemoryIsShortFails() {
    steps.getJsonObject(1).put("model", new JsonArray().add("LOADED").add("LOADED"));
    assertThat(pressure("pressure.clean").state()).isEqualTo(State.FAIL);
  }

  @Test
  void whatAWorkerDoesNotTellIsNotMeasured() {
    answers.put(
        "rehearse-pressure",
        new JsonObject().put("1", new JsonObject().put("failed", "somebody was here just now")));
    assertThat(pressure("pressure.hold"))
        .returns(State.NOT_MEASURED, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("somebody asks");
    answers.put("classify", new JsonObject().put("1", new JsonObject().put("failed", "no model")));
    assertThat(cache("cache.hit"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("worker 1: no model", Line::value);
    answers.remove("classify");
    assertThat(cache("cache.ttl").value()).isEqualTo("no answer to classify");
  }

  @Test
  void nothingIsRehearsedWhilePeopleTakePartOrNobodyIsLetIn() {
    answers.remove("rehearse-pressure");
    looked
        .workers
        .getJsonObject(0)
        .getJsonObject("checks")
        .getJsonObject("database")
        .put("conversations_active", 2);
    assertThat(pressure("pressure.hold").value()).contains("under way, 2 with a turn");
    looked.status.put("state", "draining");
    assertThat(pressure("pressure.hold").value()).startsWith("nobody new is let in");
  }
}
