package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import combot.control.ControlException;
import combot.control.ControlSocket;
import combot.loadtest.Failure;
import combot.loadtest.Latencies;
import combot.loadtest.Listener;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Plan;
import combot.loadtest.Reconciled;
import combot.loadtest.Sample;
import combot.statistics.Proportion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proofs and drills under a load whose outcome is made up, of a Combot that is a stub. */
@Timeout(60)
class LoadProofTest {

  private static final JsonObject HEALTHY =
      new JsonObject()
          .put("database", new JsonObject().put("status", "UP").put("conversations_active", 0));

  @TempDir private Path folder;
  private Looked looked;
  private ControlSocket socket;
  private HttpServer http;
  private final AtomicInteger asked = new AtomicInteger();
  private List<String> metrics = List.of();
  private Proportion success = new Proportion(1_000, 1_000);
  private Reconciled reconciled = stored(0);
  private double slowest = 20;
  private List<Outcome> earlier = List.of();
  private Runnable recycle = () -> {};
  private Supplier<JsonObject> status = () -> looked.status;

  private static Reconciled stored(long lost) {
    return new Reconciled(30, 200, lost, 0, 0, 0, 0, 30, 30, List.of(), Optional.empty());
  }

  @BeforeEach
  void start() throws IOException {
    looked = new Looked(folder).worker(1, 101, HEALTHY).worker(2, 102, HEALTHY);
    Files.writeString(looked.data().resolve("loadtest.key"), "key");
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    http.createContext(
        "/metrics",
        exchange -> {
          var body = metrics.get(Math.min(asked.getAndIncrement(), metrics.size() - 1)).getBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    looked.status.put("url", "http://127.0.0.1:" + http.getAddress().getPort());
    socket =
        ControlSocket.open(
            looked.data(),
            (request, _) -> {
              if (request.getString("command").equals("recycle")) {
                recycle.run();
                return new JsonObject();
              }
              return status.get();
            });
  }

  @AfterEach
  void stop() {
    socket.close();
    http.stop(0);
  }

  private UnderLoad load() {
    return new UnderLoad(this::run);
  }

  /** Ends at once: whoever waits for participants goes on. */
  private Outcome run(Plan plan, Listener listener) {
    var stage =
        new StageOutcome(
            "arrivals",
            10,
            0,
            Duration.ofSeconds(5),
            30,
            30,
            0,
            0,
            0,
            0,
            Optional.of(success),
            0,
            0,
            success.trials() == success.successes()
                ? List.of()
                : List.of(new Failure("turn: status 502", 1, "")),
            Map.of(),
            new Latencies(100, 5, 5, 9, 10, 12, slowest),
            new Latencies(30, 900, 900, 900, 900, 900, 900),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            reconciled);
    return new Outcome(
        plan,
        "think-feel",
        "v",
        Looked.NOW,
        Duration.ofSeconds(5),
        Optional.empty(),
        List.of(stage),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** New workers for the old ones. */
  private void replaceAll() {
    looked.workers.clear();
    looked.worker(3, 103, HEALTHY).worker(4, 104, HEALTHY);
  }

  private Line recycled(String id) {
    looked.workers.clear();
    looked.worker(1, 101, HEALTHY).worker(2, 102, HEALTHY);
    return looked.line(new RecycleProof(load()), id);
  }

  @Test
  void recyclingThatNobodyNoticesPasses() {
    looked.system("proc/11/stat", "11 (java) S 10 1\n");
    recycle = this::replaceAll;
    assertThat(recycled("recycle.replaced").state()).isEqualTo(State.PASS);
    assertThat(recycled("recycle.failed").value()).isEqualTo("0 of 1,000");
    assertThat(recycled("recycle.lost").value()).isEqualTo("0 of 200");
    assertThat(recycled("recycle.defunct").state()).isEqualTo(State.PASS);
  }

  @Test
  void aRequestThatFailsOrATurnThatIsLostDuringRecyclingFails() {
    recycle = this::replaceAll;
    success = new Proportion(999, 1_000);
    assertThat(recycled("recycle.failed"))
        .returns(State.FAIL, Line::state)
        .returns("1 of 1,000 (turn: status 502)", Line::value);
    reconciled = stored(1);
    assertThat(recycled("recycle.lost").state()).isEqualTo(State.FAIL);
    reconciled = new Reconciled(9, 9, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.of("status 503"));
    assertThat(recycled("recycle.lost"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("not all could be compared: status 503", Line::value);
    reconciled = new Reconciled(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.empty());
    assertThat(recycled("recycle.lost").state()).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void aWorkerThatIsNotReplacedFails() {
    assertThat(recycled("recycle.replaced"))
        .returns(State.FAIL, Line::state)
        .returns("workers [1, 2] became [1, 2]", Line::value);
    recycle =
        () -> {
          throw new ControlException("the new worker did not get ready");
        };
    assertThat(recycled("recycle.replaced"))
        .returns(State.FAIL, Line::state)
        .returns("the new worker did not get ready", Line::value);
  }

  @Test
  void aWorkerThatIsLeftDefunctFails() {
    looked.system("proc/11/stat", "11 (java) Z 10 1\n");
    recycle = this::replaceAll;
    assertThat(recycled("recycle.defunct"))
        .returns(State.FAIL, Line::state)
        .returns("[11]", Line::value);
  }

  private Line pool(String id) {
    asked.set(0);
    return looked.line(new PoolProof(load(), earlier), id);
  }

  private static String metrics(int had, double waited, int underWay, double pause) {
    return """
    combot_database_wait_seconds_count{worker="1"} %d
    combot_database_wait_seconds_sum{worker="1"} %s
    combot_database_connections{worker="1",state="active"} 10
    combot_gateway_requests_in_flight %d
    jvm_gc_collection_seconds_count{worker="1",gc="Copy"} %d
    combot_gc_pause_max_seconds{worker="1"} %s
    """
        .formatted(had, waited, underWay, had / 10, pause);
  }

  @Test
  void poolsAndCollectionsAreJudged() {
    metrics = List.of(metrics(100, 1, 0, 0.004), metrics(300, 1.2, 280, 0.004));
    assertThat(pool("pool.waits"))
        .returns(State.PASS, Line::state)
        .returns("1.00 ms; at most 10 in use in a worker, 0 who waited", Line::value);
    assertThat(pool("pool.exhausted").value())
        .isEqualTo("0 of 1,000, up to 280 at once for 148 places; the slowest answer took 20 ms");
    assertThat(pool("gc.count").value()).isEqualTo("20");
    assertThat(pool("gc.longest-pause").state()).isEqualTo(State.PASS);
  }

  @Test
  void aSlowPoolALongPauseAndARequestTurnedAwayFail() {
    metrics = List.of(metrics(100, 1, 0, 3), metrics(300, 301, 280, 3));
    success = new Proportion(990, 1_000);
    assertThat(pool("pool.waits").state()).isEqualTo(State.FAIL);
    assertThat(pool("pool.exhausted"))
        .returns(State.FAIL, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("10 of 1,000 (turn: status 502), up to 280 at once");
    assertThat(pool("gc.longest-pause").state()).isEqualTo(State.FAIL);
  }

  @Test
  void aBurstThatFillsNothingProvesNothing() {
    metrics = List.of(metrics(100, 1, 0, 0), metrics(100, 1, 148, 0));
    for (var id : List.of("pool.waits", "pool.exhausted", "gc.longest-pause")) {
      assertThat(pool(id).state()).as(id).isEqualTo(State.NOT_MEASURED);
    }
  }

  @Test
  void aLongPauseOfAWorkerThatIsReplacedByNowFails() {
    metrics = List.of(metrics(100, 1, 0, 0.004), metrics(300, 1.2, 280, 0.004));
    var samples = List.of(new Sample(1, 20, Map.of("gc.longest", 2_500.0)));
    earlier = List.of(Tested.outcome(Trial.SESSIONS, List.of(), samples, Optional.empty()));
    assertThat(pool("gc.longest-pause"))
        .returns(State.FAIL, Line::state)
        .returns("2500 ms", Line::value);
  }

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

  private Map<String, Line> lines(Probe probe) {
    return probe.look(looked.context()).stream()
        .collect(Collectors.toMap(Line::id, Function.identity()));
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
