package combot.gateway;

import combot.control.ControlException;
import combot.gateway.Member.Stage;
import combot.gateway.Questions.Told;
import combot.memory.ProcessMemory;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a gateway and its workers are, as JSON: what the supervisor knows, and of each ready worker
 * what it says of its own health.
 */
final class Status {

  /** Down also where newcomers are kept out as asked. */
  private static final String ACCEPTING = "accepting";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonObject about;
  private final int workers;
  private final Supervisor supervisor;
  private final Proxy proxy;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  /**
   * @param about what does not change while it runs: version, address, data
   * @param workers that should be ready
   */
  Status(JsonObject about, int workers, Supervisor supervisor, Proxy proxy) {
    this.about = about;
    this.workers = workers;
    this.supervisor = supervisor;
    this.proxy = proxy;
  }

  /**
   * Asks all.
   *
   * @throws ControlException if the supervisor does not answer
   */
  JsonObject read() {
    var snapshot = Operator.await(supervisor.look(), PATIENCE);
    var checks = new LinkedHashMap<Integer, List<Check>>();
    Operator.await(proxy.ask("/health/ready", PATIENCE), PATIENCE.multipliedBy(2))
        .forEach(told -> checks.put(told.worker(), checks(told)));
    return told(snapshot, checks);
  }

  /** That of a worker that does not answer says so. */
  private static List<Check> checks(Told told) {
    try {
      return told.checks();
    } catch (DecodeException e) {
      var data = new JsonObject().put("why", e.getMessage());
      return List.of(
          Check.of(new JsonObject().put("name", "health").put("status", "DOWN").put("data", data)));
    }
  }

  private JsonObject told(Snapshot snapshot, Map<Integer, List<Check>> checks) {
    var problems = problems(snapshot, checks);
    var fleet = snapshot.fleet();
    return about
        .copy()
        .put("state", state(snapshot))
        .put("healthy", problems.isEmpty())
        .put("problems", new JsonArray(problems))
        .put("pid", ProcessHandle.current().pid())
        .put("started", started.toString())
        .put("memory_mb", memory(ProcessHandle.current().pid()))
        .put("in_flight", Operator.await(proxy.underWay(), PATIENCE))
        .put("waiting_for_a_worker", Operator.await(proxy.waiting(), PATIENCE))
        .put("crashes", snapshot.crashes())
        .put("next_session", nextSession(snapshot.held(), checks))
        .put(
            "workers",
            new JsonArray(
                fleet.members().stream()
                    .map(member -> worker(member, snapshot, checks.get(member.id())))
                    .toList()))
        .put(
            "past",
            new JsonArray(
                snapshot.past().stream()
                    .map(past ->
                        new JsonObject()
                            .put("at", past.at().truncatedTo(ChronoUnit.SECONDS).toString())
                            .put("what", past.what()))
                    .toList()));
  }

  private String state(Snapshot snapshot) {
    var fleet = snapshot.fleet();
    if (fleet.stopping()) {
      return "stopping";
    }
    if (fleet.in(Stage.READY).isEmpty()) {
      return fleet.wasReady() ? "out of service" : "starting";
    }
    return snapshot.held() ? "draining" : "serving";
  }

  private List<String> problems(Snapshot snapshot, Map<Integer, List<Check>> checks) {
    var problems = new ArrayList<String>();
    int ready = snapshot.fleet().in(Stage.READY).size();
    if (ready < workers) {
      problems.add("%d of %d workers are ready".formatted(ready, workers));
    }
    var workersOf = new LinkedHashMap<String, List<Integer>>();
    checks.forEach((id, all) ->
        all.stream()
            .filter(check -> !(snapshot.held() && check.name().equals(ACCEPTING)))
            .map(Check::problem)
            .filter(problem -> !problem.isEmpty())
            .forEach(
                problem -> workersOf.computeIfAbsent(problem, _ -> new ArrayList<>()).add(id)));
    workersOf.forEach((problem, ids) -> problems.add("%s: %s".formatted(workers(ids), problem)));
    return problems;
  }

  /** {@code worker 3}, {@code workers 3, 4}. */
  private static String workers(List<Integer> ids) {
    var numbers = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (ids.size() == 1 ? "worker " : "workers ") + numbers;
  }

  /**
   * Whether all workers say that it may start; else why not. A worker that replaced another has
   * seen nobody yet, so the record is looked at too.
   */
  private static JsonObject nextSession(boolean held, Map<Integer, List<Check>> checks) {
    var reasons = new JsonArray();
    long underWay = underWay(checks);
    boolean may = !checks.isEmpty() && !held && underWay == 0;
    if (checks.isEmpty()) {
      reasons.add("no worker is ready");
    }
    if (held) {
      reasons.add("nobody new is let in since './combot drain'; './combot drain --end' ends that");
    }
    if (underWay > 0) {
      reasons.add("conversations under way, with a turn in the last 5 min: " + underWay);
    }
    for (var entry : checks.entrySet()) {
      var memory = flat(entry.getValue(), "memory");
      boolean one = memory.getBoolean("next_session_may_start", false);
      may &= one;
      reasons.add(
          "worker %d: %s".formatted(entry.getKey(), memory.getString("reasons", "says nothing")));
    }
    return new JsonObject().put("may_start", may).put("reasons", reasons);
  }

  private static long underWay(Map<Integer, List<Check>> checks) {
    return checks.values().stream()
        .map(all -> flat(all, "database"))
        .mapToLong(database -> database.getLong("conversations_active", 0L))
        .max()
        .orElse(0);
  }

  /** Empty where there is no such check. */
  private static JsonObject flat(List<Check> checks, String name) {
    return checks.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .map(Check::flat)
        .orElseGet(JsonObject::new);
  }

  private static JsonObject worker(Member member, Snapshot snapshot, List<Check> checks) {
    var report = member.report();
    var told =
        new JsonObject()
            .put("number", member.id())
            .put("pid", snapshot.pids().get(member.id()))
            .put("port", report.port())
            .put("state", member.stage().name().toLowerCase(Locale.ROOT))
            .put("age_seconds", snapshot.now().minus(member.startedAt()).toSeconds())
            .put("conversations", report.conversations())
            .put("recycled_after", limit(member))
            .put("in_flight", report.inFlight())
            .put("memory_mb", report.memory() >> 20);
    if (checks != null) {
      var byName = new JsonObject();
      checks.forEach(check -> byName.put(check.name(), check.flat()));
      told.put("checks", byName);
    }
    return told;
  }

  private static Integer limit(Member member) {
    return member.recycleAfter() == Integer.MAX_VALUE ? null : member.recycleAfter();
  }

  private static Long memory(long pid) {
    try {
      return ProcessMemory.of(pid).bytes() >> 20;
    } catch (IOException _) {
      return null; // not every system tells
    }
  }
}
