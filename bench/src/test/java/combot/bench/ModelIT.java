package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and workers as processes, while a language model thinks or fails. */
@Timeout(120)
class ModelIT {

  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final int PEOPLE = 15;
  private static final String COMPLAINT = ModelBench.MESSAGES.getFirst();

  @TempDir static Path folder;

  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(THREADS).build();

  private static volatile Supplier<Duration> delay;
  private static ModelEndpoint model;
  private static Served served;
  private static Stored stored;

  @BeforeAll
  static void start() throws Exception {
    model = ModelEndpoint.start(0, () -> delay.get());
    served = Served.withModel(folder, model, DEADLINE);
    stored = new Stored(served.database());
  }

  @AfterAll
  static void stop() {
    served.close();
    model.close();
    HTTP.close();
    THREADS.close();
  }

  @AfterEach
  void bothAreReadyAgain() {
    served.await("two are ready", () -> served.server().ready().size() == 2);
  }

  private static ModelTalk begun() throws Exception {
    var talk = new ModelTalk(HTTP, "http://127.0.0.1:" + served.server().address().getPort());
    talk.begin("think-feel");
    return talk;
  }

  private static Held held() {
    var held = new Held();
    delay = held;
    return held;
  }

  /** The worker that asks the model; returns once it does. */
  private static Child thinker() {
    served.await("a worker asks the model", () -> model.waiting() == 1);
    int port = model.askers().iterator().next().getPort();
    return served.server().children().stream()
        .filter(worker -> worker.holds(port))
        .findFirst()
        .orElseThrow();
  }

  /** Of the conversation that was begun last. */
  private static String conversation() {
    return stored
        .rows("select id from conversation order by created_at desc, id desc limit 1")
        .getFirst()
        .getFirst();
  }

  /** The only other turns are the greeting before, and this. */
  private static void assertOnlyTheMessageIsStored(String conversation) {
    var turns = stored.turns(conversation);
    assertThat(turns).hasSize(2);
    assertThat(turns.getLast()).isEqualTo(List.of("PARTICIPANT", COMPLAINT));
  }

  private static void assertAnsweredOnce(String conversation, String answer) {
    var turns = stored.turns(conversation);
    assertThat(turns).hasSize(3);
    assertThat(turns.get(1)).isEqualTo(List.of("PARTICIPANT", COMPLAINT));
    assertThat(turns.get(2)).isEqualTo(List.of("BOT", answer));
    assertThat(stored.rows("select source from generation where conversation_id = ?", conversation))
        .isEqualTo(List.of(List.of("LLM")));
  }

  private static String answer(Future<ModelTalk.Timed> told) throws Exception {
    return told.get(40, TimeUnit.SECONDS).text();
  }

  @Test
  void whoseWorkerIsKilledWhileAModelThinksGetsOneAnswerAllTheSame() throws Exception {
    try (var held = held()) {
      var talk = begun();
      var told = THREADS.submit(() -> talk.say(COMPLAINT));
      var thinker = thinker();
      var conversation = conversation();
      assertOnlyTheMessageIsStored(conversation);
      Served.signal("KILL", ProcessHandle.of(thinker.pid()).orElseThrow());
      assertAnsweredOnce(conversation, answer(told));
      assertThat(held.asked()).isEqualTo(2);
    }
  }

  @Test
  void whoLosesTheConnectionAndTheWorkerGetsTheAnswerBySendingTheSameAgain() throws Exception {
    try (var held = held()) {
      var talk = begun();
      var lost = THREADS.submit(() -> talk.say("the-same", COMPLAINT));
      var thinker = thinker();
      lost.cancel(true);
      Served.signal("KILL", ProcessHandle.of(thinker.pid()).orElseThrow());
      var conversation = conversation();
      assertOnlyTheMessageIsStored(conversation);
      var answer = answer(THREADS.submit(() -> talk.say("the-same", COMPLAINT)));
      assertAnsweredOnce(conversation, answer);
      assertThat(answer(THREADS.submit(() -> talk.say("the-same", COMPLAINT)))).isEqualTo(answer);
      assertThat(held.asked()).isEqualTo(2);
    }
  }
}
