package combot.readiness;

import com.sun.net.httpserver.HttpServer;
import combot.control.ControlSocket;
import combot.loadtest.Failure;
import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.loadtest.Listener;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Plan;
import combot.loadtest.Reconciled;
import combot.statistics.Proportion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A load whose outcome is made up, of a Combot that is a stub; a test sets what comes of it. */
@Timeout(60)
abstract class MadeUpLoad {

  static final JsonObject HEALTHY =
      new JsonObject()
          .put("database", new JsonObject().put("status", "UP").put("conversations_active", 0));

  @TempDir Path folder;
  Looked looked;
  ControlSocket socket;
  HttpServer http;
  final AtomicInteger asked = new AtomicInteger();
  List<String> metrics = List.of();
  Proportion success = new Proportion(1_000, 1_000);
  Reconciled reconciled = stored(0);
  double slowest = 20;
  Map<Kind, Latencies> times = Map.of();
  List<Outcome> earlier = List.of();
  Runnable recycle = () -> {};
  Supplier<JsonObject> status = () -> looked.status;

  static Reconciled stored(long lost) {
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
              return request.getString("command").equals("break-models")
                  ? new JsonObject().put("1", new JsonObject().put("seconds", 0))
                  : status.get();
            });
  }

  @AfterEach
  void stop() {
    socket.close();
    http.stop(0);
  }

  UnderLoad load() {
    return new UnderLoad(this::run);
  }

  /** Ends at once: whoever waits for participants goes on. */
  Outcome run(Plan plan, Listener listener) {
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
            times,
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

  Map<String, Line> lines(Probe probe) {
    return probe.look(looked.context()).stream()
        .collect(Collectors.toMap(Line::id, Function.identity()));
  }
}
