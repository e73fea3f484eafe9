package combot.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.LoadTestKey;
import combot.classifier.Classifiers;
import combot.classifier.ReloadableClassifier;
import combot.memory.ModelState;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DoorTest {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Activity activity = new Activity(System::nanoTime);

  /** Unloading collects all garbage of this process: only where it was loaded. */
  private static final ReloadableClassifier model = Classifiers.reloadable(Sizes::new);

  private volatile boolean room = true;
  private LoadTestKey key;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    key = LoadTestKey.in(folder);
    var router = Router.router(vertx);
    router.route().handler(new Door(activity, model, () -> room, key)::arrive);
    router.route().handler(request -> request.end("served"));
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    if (model.state() == ModelState.LOADED) {
      model.unload();
    }
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** What a visit has begun to load is there before the next test. */
  @AfterEach
  @Timeout(30)
  void stop() {
    while (activity.visits() > 0 && model.state() != ModelState.LOADED) {
      Thread.onSpinWait();
    }
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Sends {@code METHOD PATH}, with further words as a cookie. */
  private HttpResponse<String> send(String line) throws IOException, InterruptedException {
    var words = line.split(" ", 3);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + words[1]))
            .method(words[0], BodyPublishers.ofString(words[0].equals("POST") ? "{}" : ""));
    if (words.length == 3) {
      request.header("Cookie", words[2]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /s/think-feel?PROLIFIC_PID=1",
        "GET /v1/studies/think-feel",
        "POST /v1/studies/think-feel/conversations",
        "GET /v1/conversation",
        "POST /v1/conversation/turns",
        "GET /api/lulu/initial",
        "POST /api/random/",
        "GET /api/chatbot/closing"
      })
  void participantsHaveTheModelLoaded(String line) throws Exception {
    assertThat(send(line).body()).isEqualTo("served");
    assertThat(activity.visits()).isOne();
    while (model.state() != ModelState.LOADED) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/ready",
        "GET /api/health",
        "GET /api/memory",
        "GET /api/random",
        "GET /docs",
        "HEAD /s/think-feel",
        "HEAD /api/random/initial",
        "GET /"
      })
  void monitorsAndLinkCheckersDoNot(String line) throws Exception {
    room = false;
    assertThat(send(line).statusCode()).isEqualTo(200);
    assertThat(activity.visits()).isZero();
    assertThat(model.state()).isEqualTo(ModelState.UNLOADED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/studies/think-feel/conversations",
        "GET /api/random/initial",
        "GET /api/lulu/initial/ other=1"
      })
  void whoMayBeTurnedAwayKeepsNothingLoaded(String line) throws Exception {
    room = false;
    assertThat(send(line).body()).isEqualTo("served");
    assertThat(activity.visits()).isZero();
    assertThat(model.state()).isEqualTo(ModelState.UNLOADED);
    room = true;
    assertThat(send(line).body()).isEqualTo("served");
    assertThat(activity.visits()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /s/think-feel",
        "POST /v1/conversation/turns",
        "GET /v1/conversation",
        "POST /api/random",
        "GET /api/random/initial sessionid=abc"
      })
  void whoIsUnderWayHasTheModelLoadedWhereThereIsNoRoom(String line) throws Exception {
    room = false;
    assertThat(send(line).body()).isEqualTo("served");
    assertThat(activity.visits()).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoadTestIsNoVisitWhereItsKeyIsRight(boolean right) throws Exception {
    var given = Files.readString(folder.resolve("loadtest.key")).strip() + (right ? "" : "x");
    var begin =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/studies/think-feel/conversations"))
            .header("X-Combot-Loadtest-Key", given)
            .POST(BodyPublishers.ofString("{}"));
    assertThat(http.send(begin.build(), BodyHandlers.ofString()).body()).isEqualTo("served");
    assertThat(activity.visits()).isEqualTo(right ? 0 : 1);
  }
}
