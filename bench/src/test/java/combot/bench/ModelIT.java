package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.Condition;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and workers as processes, while a language model thinks or fails. */
@Timeout(120)
@TestMethodOrder(OrderAnnotation.class)
class ModelIT {

  /** A few times the deadline. */
  private static final Duration GENEROUS = Duration.ofSeconds(15);

  private static final int PEOPLE = 15;
  private static final Study STUDY =
      StudyFile.read(Path.of(System.getProperty("combot.home"), "studies/think-feel.yaml"));
  private static final String COMPLAINT = ModelTalk.MESSAGES.getFirst();

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
    served = Served.withModel(folder, model);
    stored = new Stored(served.database());
  }

  @AfterAll
  static void stop() {
    served.close();
    model.close();
    HTTP.close();
    THREADS.close();
  }

  @BeforeEach
  void bothAreReady() {
    served.await("two are ready", () -> served.server().ready().size() == 2);
  }

  private static ModelTalk begun() throws Exception {
    return begun(Served.HASTY);
  }

  private static ModelTalk begun(String study) throws Exception {
    var talk = new ModelTalk(HTTP, "http://127.0.0.1:" + served.server().address().getPort());
    talk.begin(study);
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
    int port = model.askers().iterator().next().port();
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

  @Test
  void aWorkerThatIsToldToEndWaitsForTheModel() throws Exception {
    try (var held = held()) {
      var talk = begun(Served.PATIENT);
      var told = THREADS.submit(() -> talk.say(COMPLAINT));
      var thinker = thinker();
      Served.signal("TERM", ProcessHandle.of(thinker.pid()).orElseThrow());
      served.await("it takes nothing new", () -> !thinker.isReady());
      assertAnsweredOnceWhere(held, told);
    }
  }

  @Test
  void aWorkerThatIsReplacedWaitsForTheModel() throws Exception {
    try (var held = held()) {
      var talk = begun(Served.PATIENT);
      var told = THREADS.submit(() -> talk.say(COMPLAINT));
      var thinker = thinker();
      var drains = "(process %d) drains: asked for".formatted(thinker.pid());
      var recycle = served.command("recycle", number(thinker));
      served.await("the one that thinks is replaced", () -> served.log().contains(drains));
      assertAnsweredOnceWhere(held, told);
      assertThat(recycle.waitFor()).isZero();
    }
  }

  /** As the gateway counts its workers; each tells a line of its warm-up. */
  private static String number(Child worker) {
    return Pattern.compile("\"worker\":(\\d+),.*\"pid\":%d\\b".formatted(worker.pid()))
        .matcher(served.log())
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  /** The same worker answers, and the model was asked once. */
  private static void assertAnsweredOnceWhere(Held held, Future<ModelTalk.Timed> told)
      throws Exception {
    assertThat(told.isDone()).isFalse();
    held.close();
    assertAnsweredOnce(conversation(), answer(told));
    assertThat(held.asked()).isEqualTo(1);
  }

  /** The last one: workers may leave such a model alone for a while afterwards. */
  @Order(Integer.MAX_VALUE)
  @Test
  void fifteenAtOnceComeToTheEndThoughAThirdOfTheCallsFail() throws Exception {
    delay = ModelEndpoint.logNormal(Duration.ofMillis(1_200), 0.5);
    model.fail(1 / 3.0);
    var since = Long.toString(System.currentTimeMillis());
    var talks = new ArrayList<Future<Duration>>();
    for (int i = 0; i < PEOPLE; i++) {
      int person = i;
      talks.add(THREADS.submit(() -> longest(begun(), person)));
    }
    for (var talk : talks) {
      assertThat(talk.get(90, TimeUnit.SECONDS)).isLessThan(GENEROUS);
    }

    var conversations =
        stored.rows(
            "select id, status, assigned, complaint_class from conversation where created_at >= cast(? as bigint)",
            since);
    assertThat(conversations).hasSize(PEOPLE);
    var heard = new ArrayList<Integer>();
    var sources = new TreeMap<String, Integer>();
    for (var conversation : conversations) {
      assertThat(conversation.get(1)).isEqualTo("FINISHED");
      heard.add(assertEachMessageOnce(conversation.getFirst()));
      assertSourcesTrue(conversation, sources);
    }
    assertThat(heard).doesNotHaveDuplicates();
    assertThat(sources).containsKeys("LLM", "FALLBACK");
    assertThat(sources.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(PEOPLE * ModelTalk.MESSAGES.size());
  }

  /** Holds a whole conversation; how long the longest answer took. */
  private static Duration longest(ModelTalk talk, int person) throws Exception {
    long longest = 0;
    for (var message : ModelTalk.MESSAGES) {
      longest = Math.max(longest, talk.say(message + " I am no. " + person).nanos());
    }
    talk.say("somebody%d@example.com".formatted(person));
    return Duration.ofNanos(longest);
  }

  /** The participant's messages are those of one person, in order. */
  private static int assertEachMessageOnce(String conversation) {
    var said =
        stored.turns(conversation).stream()
            .filter(turn -> turn.getFirst().equals("PARTICIPANT"))
            .map(List::getLast)
            .toList();
    var person = said.getFirst().replaceFirst(".* I am no. ", "");
    var expected = new ArrayList<String>();
    ModelTalk.MESSAGES.forEach(message -> expected.add(message + " I am no. " + person));
    expected.add(""); // an address is kept elsewhere
    assertThat(said).isEqualTo(expected);
    return Integer.parseInt(person);
  }

  /** Words that are told to be a model's are, others are the study's of that condition. */
  private static void assertSourcesTrue(List<String> conversation, Map<String, Integer> sources) {
    var generated =
        stored.rows(
            """
            select g.source, g.request_id, g.errors, t.text, t.source, g.attempts, g.findings from generation g
            join turn t on t.conversation_id = g.conversation_id and t.number = g.number
            where g.conversation_id = ?\
            """,
            conversation.getFirst());
    for (var row : generated) {
      sources.merge(row.getFirst(), 1, Integer::sum);
      if (row.getFirst().equals("FALLBACK")) {
        var levels = new LinkedHashMap<String, String>();
        new JsonObject(conversation.get(2))
            .forEach(level -> levels.put(level.getKey(), (String) level.getValue()));
        assertThat(row.get(3))
            .isEqualTo(scripted(new Condition(levels), conversation.get(3), row.get(4)));
        assertThat(row.get(2) + row.get(6))
            .containsAnyOf("500", "deadline", "circuit-open", "repeated");
      } else {
        long number = Long.parseLong(row.get(1).substring("req_".length()));
        boolean asks = !row.get(4).equals("understanding");
        assertThat(row.get(3)).isEqualTo(ModelEndpoint.text(number, asks));
        assertThat(new JsonArray(row.get(2)))
            .allMatch("500"::equals)
            .hasSizeLessThan(Integer.parseInt(row.get(5)));
      }
    }
  }

  /**
   * @param source {@code questions#2}, {@code understanding}
   */
  private static String scripted(Condition condition, String complaintClass, String source) {
    var place = source.split("#");
    return place.length == 1
        ? STUDY.texts().get(source).pick(condition, complaintClass).value()
        : STUDY
            .pools()
            .get(place[0])
            .pick(condition, complaintClass)
            .value()
            .get(Integer.parseInt(place[1]) - 1);
  }
}
