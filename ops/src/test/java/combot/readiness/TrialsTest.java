package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlSocket;
import combot.loadtest.Listener;
import combot.loadtest.LiveLine;
import combot.loadtest.LoadTest;
import combot.loadtest.Outcome;
import combot.loadtest.Plan;
import combot.loadtest.StubServer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The load tests of a check against a server that errs on request. */
@Timeout(120)
class TrialsTest {

  private static final Programme SHORT = new Programme(Depth.STANDARD, new Target(30, 6), 0.001);

  @TempDir Path folder;
  private final StubServer server = new StubServer();
  private final StringWriter told = new StringWriter();
  private final JsonObject database = new JsonObject().put("conversations_active", 0);
  private Looked looked;
  private ControlSocket socket;

  @BeforeEach
  void start() {
    looked =
        new Looked(folder)
            .clock(InstantSource.system())
            .worker(1, 11, new JsonObject().put("database", database));
    looked.status.put("url", server.url().toString());
    looked.stored.put("active", 0);
    Looked.write(looked.data().resolve("loadtest.key"), StubServer.KEY + "\n");
    socket = ControlSocket.open(looked.data(), (_, _) -> looked.status);
  }

  @AfterEach
  void stop() {
    socket.close();
    server.close();
  }

  private Trials trials(Writer out) {
    return new Trials(SHORT, new LiveLine(new PrintWriter(out)));
  }

  private Map<String, Line> lines(Loads loads) {
    return Stream.concat(Stream.of(Part.performance(loads)), Part.assessment(loads).stream())
        .flatMap(part -> part.look(looked.context()).lines().stream())
        .collect(Collectors.toMap(Line::id, Function.identity()));
  }

  private Map<String, Line> run() {
    return lines(trials(told).run(looked.context(), false));
  }

  @Test
  void aServerThatIsRightPasses() {
    var loads = trials(told).run(looked.context(), false);
    var lines = lines(loads);
    for (var id :
        new String[] {
          "load.sessions.success",
          "load.sessions.replies",
          "load.sessions.answers",
          "load.sessions.turns",
          "load.steps.answers",
          "load.steps.turns"
        }) {
      assertThat(lines.get(id)).as(id).returns(State.PASS, Line::state);
    }
    assertThat(loads.steps(Limits.defaults())).extracting(Step::users).contains(1, 6, 200);
    assertThat(loads.usage()).isNotEmpty();
    assertThat(loads.of(Trial.STEPS).orElseThrow().purged().orElseThrow()).isPositive();
    assertThat(lines.keySet()).noneMatch(id -> id.startsWith("probe."));
  }

  private static void say(JsonObject answer, String text) {
    answer.getJsonArray("replies").getJsonObject(0).put("text", text);
  }

  @Test
  void anEmptyTextFails() {
    server.spoil =
        (message, answer) -> {
          if (message == 3) {
            say(answer, " ");
          }
        };
    var lines = run();
    assertThat(lines.get("load.sessions.answers").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("load.sessions.success").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("load.steps.answers").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("capacity.tested").state()).isNotEqualTo(State.PASS);
    assertThat(lines.get("load.sessions.answers").remedy()).isPresent();
  }

  @Test
  void anotherConditionsTextFails() {
    server.spoil =
        (message, answer) -> {
          if (message == 6) {
            var closing = answer.getJsonArray("replies").getJsonObject(1);
            server.study.texts().get("closing").variants().stream()
                .filter(variant -> !variant.when().levels().isEmpty())
                .map(variant -> variant.value())
                .filter(text -> !text.equals(closing.getString("text")))
                .findFirst()
                .ifPresent(text -> closing.put("text", text));
          }
        };
    assertThat(run().get("load.sessions.answers").state()).isEqualTo(State.FAIL);
  }

  /** With the turns of one conversation that got as far as a turn, behind the server's back. */
  private void tamper(Consumer<JsonArray> how) {
    server.tamper =
        all ->
            all.stream()
                .map(JsonObject.class::cast)
                .map(talk -> talk.getJsonArray("turns"))
                .filter(turns -> turns.size() > 1)
                .limit(1)
                .forEach(how);
  }

  @Test
  void aLostTurnFails() {
    tamper(turns -> turns.remove(1));
    var line = run().get("load.sessions.turns");
    assertThat(line.state()).isEqualTo(State.FAIL);
    assertThat(line.value()).doesNotStartWith("0 lost");
  }

  @Test
  void aDoubledTurnFails() {
    tamper(turns -> turns.add(2, turns.getJsonObject(1).copy()));
    var line = run().get("load.sessions.turns");
    assertThat(line.state()).isEqualTo(State.FAIL);
    assertThat(line.value()).doesNotContain(" 0 doubled");
  }

  @Test
  void doesNotDisturbPeopleUnlessForced() {
    database.put("conversations_active", 3);
    var lines = run();
    assertThat(lines.get("load.sessions.success").state()).isEqualTo(State.NOT_MEASURED);
    assertThat(lines.get("load.sessions.success").value())
        .contains("under way, 3 with a turn in the last five minutes", "--force");
    assertThat(lines.values().stream().filter(line -> line.state() == State.PASS))
        .extracting(Line::id)
        .containsExactly("load.removed");
    assertThat(trials(told).run(looked.context(), true).of(Trial.SESSIONS)).isPresent();
    database.remove("conversations_active");
    assertThat(run().get("load.sessions.success").value())
        .contains("no worker tells whether participants are there");
  }

  @Test
  void peopleWhoComeBetweenTwoTrialsAreNotDisturbedEither() {
    BiFunction<Plan, Listener, Outcome> meanwhile =
        (plan, listener) -> {
          var outcome = LoadTest.run(plan, listener);
          database.put("conversations_active", 2);
          return outcome;
        };
    var trials = new Trials(SHORT, new LiveLine(new PrintWriter(told)), meanwhile);
    var loads = trials.run(looked.context(), false);
    assertThat(loads.of(Trial.SESSIONS)).isPresent();
    assertThat(lines(loads).get("load.target.success"))
        .returns(State.NOT_MEASURED, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("not run: conversations of participants are under way, 2 ");
    trials = new Trials(SHORT, new LiveLine(new PrintWriter(told)), meanwhile);
    assertThat(trials.run(looked.context(), true).of(Trial.STEPS)).isPresent();
  }

  @Test
  void sendsNobodyWhereNobodyIsLetIn() {
    looked.status.put("state", "draining");
    var line = run().get("load.sessions.success");
    assertThat(line.state()).isEqualTo(State.NOT_MEASURED);
    assertThat(line.value()).contains("./combot drain --end");
    assertThat(trials(told).run(looked.context(), true).of(Trial.SESSIONS)).isEmpty();
  }

  @Test
  void whatWasNotReachedWhenItWasStoppedIsNotMeasured() {
    var all = new Trials[1];
    var stopping =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            all[0].stop();
          }
        };
    all[0] =
        new Trials(
            new Programme(Depth.STANDARD, new Target(30, 6), 0.05),
            new LiveLine(new PrintWriter(stopping)));
    var loads = all[0].run(looked.context(), false);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    var lines = lines(loads);
    assertThat(lines.get("load.sessions.success").value()).startsWith("It was stopped.");
    assertThat(lines.get("load.target.success").value()).contains("the check was stopped before");
    assertThat(lines.values().stream().filter(Line::required))
        .allMatch(line -> line.state() == State.NOT_MEASURED);
  }

  @Test
  void aFaultOfItsOwnIsToldAndTheNextTrialRuns() {
    var ran = new ArrayList<String>();
    var loads =
        new Trials(
                SHORT,
                new LiveLine(new PrintWriter(told)),
                (plan, listener) -> {
                  ran.add(plan.run());
                  if (ran.size() == 1) {
                    throw new IllegalArgumentException("successes must be from 0 to 3, were -1");
                  }
                  return LoadTest.run(plan, listener);
                })
            .run(looked.context(), false);
    assertThat(loads.of(Trial.STEPS)).isPresent();
    assertThat(lines(loads).get("load.sessions.success"))
        .returns(State.NOT_MEASURED, Line::state)
        .extracting(Line::value)
        .asString()
        .contains("tell us", "were -1", "loadtest --purge");
  }

  @Test
  void tellsOfWhatItOrACheckThatWasKilledLeft() {
    var loads = trials(told).run(looked.context(), false);
    assertThat(lines(loads).get("load.removed"))
        .returns(State.PASS, Line::state)
        .returns("all of it", Line::value);
    server.refuse = request -> request.method().equals(HttpMethod.DELETE) ? 403 : 200;
    loads = trials(told).run(looked.context(), false);
    assertThat(lines(loads).get("load.removed"))
        .returns(State.WARN, Line::state)
        .extracting(Line::value)
        .asString()
        .containsPattern("\\d+ conversations are left: .* refuses the key");
    server.refuse = _ -> 200;
    var none = new Loads(SHORT, Map.of(), Map.of(), List.of());
    assertThat(lines(none).get("load.removed"))
        .as("left by one before")
        .returns(State.WARN, Line::state);
    server.refuse = _ -> 500;
    assertThat(lines(none).get("load.removed"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("it does not tell of load tests, status 500", Line::value);
    assertThat(lines(loads).get("load.removed").state()).isEqualTo(State.WARN);
  }

  @Test
  void saysThatTheServerWentAway() {
    server.close();
    var line = run().get("load.sessions.success");
    assertThat(line.state()).isEqualTo(State.NOT_MEASURED);
    assertThat(line.value()).contains("can't be reached", "loadtest --purge");
  }
}
