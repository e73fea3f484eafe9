package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.statistics.Proportion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is broken under load, and mended. */
class DrillTest extends MadeUpLoad {

  private Line blocked(String id) {
    return looked.line(new DatabaseDrill(load()), id);
  }

  @Test
  void aDatabaseThatRecoversSlowlyOrWasNotBlockedIsTold() throws Exception {
    Files.createFile(looked.data().resolve("combot.db.lock"));
    slowest = 3_100;
    assertThat(blocked("drill.database.recovery").state()).isEqualTo(State.PASS);
    slowest = 20_000;
    success = new Proportion(999, 1_000);
    var lines = lines(new DatabaseDrill(load()));
    assertThat(lines.get("drill.database.recovery").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("drill.database.failed").state()).isEqualTo(State.WARN);
    success = new Proportion(989, 1_000);
    reconciled = stored(1);
    slowest = 20;
    lines = lines(new DatabaseDrill(load()));
    assertThat(lines.get("drill.database.recovery").value()).startsWith("nobody waited");
    assertThat(lines.get("drill.database.failed").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("drill.database.lost").state()).isEqualTo(State.FAIL);
  }

  private Map<String, Line> modelBroken() {
    return lines(new ModelDrill(load()));
  }

  @Test
  void aReplyThatComesAfterTheDeadlineOfABrokenModelOrNotAtAllFails() {
    WantedModelsTold.by(looked, "think-feel");
    times = Map.of(Kind.MODEL, new Latencies(10, 1, 1, 1, 1, 1, 7_990));
    assertThat(modelBroken().values())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.state()).as(line.toString()).isEqualTo(State.PASS));
    slowest = 6_000;
    success = new Proportion(999, 1_000);
    reconciled = stored(1);
    assertThat(modelBroken().values())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.state()).as(line.toString()).isEqualTo(State.FAIL));
    times = Map.of(Kind.MODEL, new Latencies(10, 1, 1, 1, 1, 1, 3_000));
    assertThat(modelBroken().get("drill.language-model").value()).startsWith("no question");
  }

  @Test
  void aModelThatNobodyWantsOrThatIsRealIsNotBroken() {
    assertThat(modelBroken()).hasSize(1);
    WantedModelsTold.by(looked, "think-feel").put("load_tests", "ask");
    assertThat(modelBroken().get("drill.language-model"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns(false, Line::required)
        .extracting(Line::value)
        .asString()
        .startsWith("load tests ask the real model");
  }

  /** Says yes to all it is asked, as one that only Combot uses. */
  private static void redis(ServerSocket server) {
    try (var client = server.accept();
        var in = new BufferedReader(new InputStreamReader(client.getInputStream()))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("CLIENT")) {
          client.getOutputStream().write("+OK\r\n".getBytes());
        }
      }
    } catch (IOException e) {
      // the drill is over
    }
  }

  private Map<String, Line> cacheStopped(Duration patience) throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> redis(server));
      looked.configuration.put("redis", "redis://127.0.0.1:" + server.getLocalPort());
      return lines(new CacheDrill(load(), Optional.empty(), patience));
    }
  }

  /** A Combot whose worker says so of its cache. */
  private JsonObject using(String state) {
    var worker = looked.workers.getJsonObject(0).copy();
    worker.getJsonObject("checks").put("cache", new JsonObject().put("state", state));
    return looked.status.copy().put("workers", new JsonArray().add(worker));
  }

  @Test
  void aCacheThatNobodyMissedProvesNothing() throws Exception {
    var used = using("ok");
    status = () -> used;
    assertThat(cacheStopped(Duration.ofSeconds(5)).get("drill.cache.recovery"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("no worker needed it meanwhile", Line::value);
  }

  /** Says that its cache is degraded, so often. */
  private void degradedFor(int looks) {
    var used = using("ok");
    var missed = using("degraded");
    var asked = new AtomicInteger();
    status = () -> asked.getAndIncrement() < looks ? missed : used;
  }

  @Test
  void aCacheThatIsUsedAgainLateOrNeverAndWhatFailedMeanwhileAreTold() throws Exception {
    degradedFor(4);
    success = new Proportion(999, 1_000);
    looked.limits("drill.cache.recovery: {warn-above: 0, fail-above: 1000}\n");
    var lines = cacheStopped(Duration.ofSeconds(30));
    assertThat(lines.get("drill.cache.recovery").state()).isEqualTo(State.WARN);
    assertThat(lines.get("drill.cache.failed").state()).isEqualTo(State.WARN);
    assertThat(lines.get("drill.cache.lost").state()).isEqualTo(State.PASS);
    degradedFor(Integer.MAX_VALUE);
    success = new Proportion(989, 1_000);
    reconciled = stored(1);
    lines = cacheStopped(Duration.ZERO);
    assertThat(lines.get("drill.cache.recovery"))
        .returns(State.FAIL, Line::state)
        .returns("not within 0 s", Line::value);
    assertThat(lines.get("drill.cache.failed").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("drill.cache.lost").state()).isEqualTo(State.FAIL);
  }

  private Map<String, Line> killed(int workersAfter, Duration patience) throws IOException {
    var victim = new ProcessBuilder("sleep", "60").start();
    try {
      looked.status.put("pid", ProcessHandle.current().pid());
      looked.workers.clear();
      looked.worker(1, victim.pid(), HEALTHY).worker(2, 102, HEALTHY);
      var before = looked.status.copy();
      var workers = looked.workers.copy();
      workers.getJsonObject(0).put("pid", 103);
      while (workers.size() > workersAfter) {
        workers.remove(0);
      }
      var after = looked.status.copy().put("workers", workers);
      status = () -> victim.isAlive() ? before : after;
      return lines(new KillDrill(load(), patience));
    } finally {
      victim.destroyForcibly();
    }
  }

  @Test
  void aWorkerThatComesBackLateOrNeverAndWhatFailedMeanwhileAreTold() throws Exception {
    success = new Proportion(999, 1_000);
    looked.limits("drill.worker.recovery: {warn-above: 0, fail-above: 1000}\n");
    var lines = killed(2, Duration.ofSeconds(30));
    assertThat(lines.get("drill.worker.recovery").state()).isEqualTo(State.WARN);
    assertThat(lines.get("drill.worker.failed").state()).isEqualTo(State.WARN);
    assertThat(lines.get("drill.worker.lost").state()).isEqualTo(State.PASS);
    success = new Proportion(989, 1_000);
    reconciled = stored(1);
    lines = killed(1, Duration.ZERO);
    assertThat(lines.get("drill.worker.recovery"))
        .returns(State.FAIL, Line::state)
        .returns("not within 0 s", Line::value);
    assertThat(lines.get("drill.worker.failed").state()).isEqualTo(State.FAIL);
    assertThat(lines.get("drill.worker.lost").state()).isEqualTo(State.FAIL);
  }

  @Test
  void whatMayNotBeBrokenIsNotMeasured() {
    assertThat(blocked("drill.database.lost").value()).startsWith("there is no lock");
    looked.configuration.put("passwords", new JsonObject().put("database", "set"));
    assertThat(blocked("drill.database.lost"))
        .returns(false, Line::required)
        .extracting(Line::value)
        .asString()
        .startsWith("PostgreSQL is not stopped");
    var cache = new CacheDrill(load(), Optional.empty(), Duration.ZERO);
    assertThat(looked.line(cache, "drill.cache.lost").value())
        .startsWith("each worker has a cache");
    looked.configuration.put("redis", "redis://192.0.2.1:6379");
    assertThat(looked.line(cache, "drill.cache.lost").value()).contains("is not on this machine");
  }

  @Test
  void noProcessIsKilledThatTheGatewayDidNotStart() throws Exception {
    var mine = new ProcessBuilder("sleep", "60").start();
    try {
      looked.workers.clear();
      looked.worker(1, mine.pid(), HEALTHY).worker(2, 102, HEALTHY);
      var drill = new KillDrill(load(), Duration.ofSeconds(1));
      assertThat(looked.line(drill, "drill.worker.recovery").value())
          .startsWith("process %d is no worker".formatted(mine.pid()));
      assertThat(mine.isAlive()).isTrue();
      looked.workers.remove(1);
      assertThat(looked.line(drill, "drill.worker.recovery").value())
          .startsWith("there must be two workers");
    } finally {
      mine.destroyForcibly();
    }
  }

  @Test
  void aWorkerThatIsAloneAsAskedForIsAWarning() {
    looked.health =
        new JsonObject()
            .put(
                "checks",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "workers")
                            .put("data", new JsonObject().put("wanted", 1))));
    var lines = lines(new KillDrill(load(), Duration.ofSeconds(1)));
    assertThat(lines.get("drill.worker.recovery"))
        .returns(State.WARN, Line::state)
        .satisfies(line -> assertThat(line.remedy().orElseThrow()).contains("--workers 2"));
    assertThat(Verdict.of(List.copyOf(lines.values())).outcome())
        .isEqualTo(Verdict.Outcome.READY_WITH_WARNINGS);
  }
}
