package combot.readiness;

import combot.control.ControlClient;
import combot.control.ControlException;
import combot.loadtest.LiveLine;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A Combot as it tells of itself.
 *
 * @param status what {@code ./combot status --json} prints, without what it adds of language models
 * @param health what {@code /health/ready} says through the gateway; where it does not, {@code why}
 * @param stored how much of what its record holds, by study; where it does not tell, {@code why}
 * @param models what its studies want of language models
 */
public record Running(
    JsonObject status, JsonObject health, JsonObject stored, WantedModels models) {

  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(9);

  static final String DRAINED =
      "nobody new is let in since ./combot drain: end that with ./combot drain --end, then check again";

  /** Status may take this long where a worker hangs. */
  private static final Duration ANSWERED = Duration.ofSeconds(30);

  /**
   * A worker process, as the gateway knows it.
   *
   * @param port at which it takes requests; 0: it is not told
   * @param checks its own health, by name
   */
  record Member(int number, long pid, int port, String state, Duration age, JsonObject checks) {
    private static Member of(JsonObject told) {
      return new Member(
          told.getInteger("number"),
          told.getLong("pid", 0L),
          told.getInteger("port", 0),
          told.getString("state"),
          Duration.ofSeconds(told.getLong("age_seconds", 0L)),
          told.getJsonObject("checks", new JsonObject()));
    }

    /** Whether a check says that it should take no requests; but for newcomers, on request. */
    boolean isDown() {
      return checks.stream()
          .filter(check -> !check.getKey().equals("accepting"))
          .anyMatch(check -> !"UP".equals(((JsonObject) check.getValue()).getString("status")));
    }

    JsonObject check(String name) {
      return checks.getJsonObject(name, new JsonObject());
    }
  }

  /**
   * Asks it.
   *
   * @throws ControlException if none runs on this folder, or it does not answer
   */
  static Running on(Path data) {
    var status = atOnce(data, "status");
    return new Running(
        status, health(status.getString("url", "")), stored(data), WantedModels.on(data));
  }

  /** The same; as it tells of its workers now. */
  Running again(Path data) {
    return new Running(ask(data, "status"), health, stored, models);
  }

  /**
   * The same once no worker starts or leaves any more, or when that took too long: a check that
   * comes with the start of Combot, or while workers are replaced, would judge a moment.
   */
  Running settled(Path data, Duration atMost, LiveLine line) {
    long until = System.nanoTime() + atMost.toNanos();
    var seen = this;
    while (!seen.isSettled() && System.nanoTime() < until) {
      line.show(
          "Waits until %d server processes are ready; %d are."
              .formatted(seen.wanted(), seen.ready().size()));
      Pause.of(LOOKS_EVERY);
      seen = on(data);
    }
    line.clear();
    return seen;
  }

  private boolean isSettled() {
    return ready().size() == workers().size() && ready().size() >= wanted();
  }

  private int wanted() {
    return gatewayCheck("workers").map(told -> told.getInteger("wanted", 0)).orElse(0);
  }

  /**
   * Has it do something, and waits for that.
   *
   * @throws ControlException if it refuses, ends, or none runs there
   */
  static JsonObject ask(Path data, String command) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ControlException("the check was stopped before");
    }
    return new ControlClient(data)
        .ask(new JsonObject().put("command", command), _ -> {})
        .orElseThrow(() -> new ControlException("Combot ended before it answered."));
  }

  /**
   * The same, within half a minute.
   *
   * @throws ControlException as above, or if that is not enough
   */
  static JsonObject atOnce(Path data, String command) {
    return new ControlClient(data).ask(new JsonObject().put("command", command), ANSWERED);
  }

  private static JsonObject stored(Path data) {
    try {
      return atOnce(data, "record");
    } catch (ControlException e) {
      return new JsonObject().put("why", e.getMessage());
    }
  }

  private static JsonObject health(String url) {
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return new Requests(http, url, PATIENCE).get("/health/ready", Map.of()).json();
    } catch (IOException | IllegalArgumentException | DecodeException e) {
      return new JsonObject().put("why", e.toString());
    }
  }

  long pid() {
    return status.getLong("pid", 0L);
  }

  String url() {
    return status.getString("url", "");
  }

  List<Member> workers() {
    return status.getJsonArray("workers", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(Member::of)
        .toList();
  }

  /** Whether newcomers are kept out, as asked. */
  boolean isDrained() {
    return "draining".equals(status.getString("state"));
  }

  /** Those that take requests; others start, or have been replaced. */
  List<Member> ready() {
    return workers().stream().filter(worker -> worker.state().equals("ready")).toList();
  }

  /** Of the gateway and its workers. */
  List<Long> pids() {
    return LongStream.concat(LongStream.of(pid()), workers().stream().mapToLong(Member::pid))
        .filter(pid -> pid > 0)
        .boxed()
        .toList();
  }

  /** What it was started with: the part of its status that does not change. */
  JsonObject configuration() {
    return status.getJsonObject("configuration", new JsonObject());
  }

  /** What the gateway's health says under this name. */
  Optional<JsonObject> gatewayCheck(String name) {
    return health.getJsonArray("checks", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(check -> name.equals(check.getString("name")))
        .map(check -> check.getJsonObject("data", new JsonObject()))
        .findFirst();
  }

  /** What its record holds of a study; empty where it does not tell. */
  Optional<JsonObject> stored(String study) {
    return stored.getJsonArray("studies", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(told -> study.equals(told.getString("study")))
        .findFirst();
  }
}
