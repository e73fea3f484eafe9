package combot.gateway;

import combot.gateway.Member.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Keeps the workers' processes as {@link Supervision} decides, in one thread; what happens is put
 * in its queue.
 */
final class Supervisor {

  private static final Duration LOOKS_EVERY = Duration.ofMillis(250);
  private static final Duration COULD_NOT_LISTEN = Duration.ofSeconds(2);

  private final Policy policy;
  private final List<String> command;
  private final Consumer<List<Upstream>> ready;
  private final Consumer<String> log;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Map<Integer, Child> children = new HashMap<>();
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final long start = System.nanoTime();
  private Fleet fleet = Fleet.EMPTY;
  private List<Member> told = List.of();
  private int ids;
  private int code;

  /**
   * @param command that starts a worker
   * @param ready hears which workers take requests, whenever that changes
   * @param log hears what happens to workers, and what they say, a line each
   */
  Supervisor(
      Policy policy, List<String> command, Consumer<List<Upstream>> ready, Consumer<String> log) {
    this.policy = policy;
    this.command = List.copyOf(command);
    this.ready = ready;
    this.log = log;
  }

  void start() {
    Thread.ofPlatform().name("supervisor").start(this::run);
  }

  /** Drains all workers; to be waited for with {@link #ended}. */
  void stop() {
    events.add(() -> fleet = fleet.stop());
  }

  /** Completes when the first worker is ready. */
  CompletableFuture<Void> firstReady() {
    return firstReady;
  }

  /** Completes with an exit code when no worker is left and none will be. */
  CompletableFuture<Integer> ended() {
    return ended;
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void run() {
    try {
      var looked = now();
      while (!(fleet.stopping() && fleet.members().isEmpty())) {
        hear();
        if (now().minus(looked).compareTo(COULD_NOT_LISTEN) > 0) {
          fleet = fleet.resumed(now());
        }
        looked = now();
        tell();
        Supervision.decide(fleet, policy, now()).forEach(this::carryOut);
      }
      ended.complete(code);
    } catch (InterruptedException | RuntimeException e) {
      children.values().forEach(Child::kill);
      ended.completeExceptionally(e);
    }
  }

  private void hear() throws InterruptedException {
    var event = events.poll(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    while (event != null) {
      event.run();
      event = events.poll();
    }
  }

  private void tell() {
    var now = fleet.in(Stage.READY);
    if (!now.stream().map(Member::id).toList().equals(told.stream().map(Member::id).toList())) {
      told = now;
      ready.accept(
          now.stream().map(member -> new Upstream(member.id(), member.report().port())).toList());
    }
    if (!now.isEmpty()) {
      firstReady.complete(null);
    }
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Start() -> startOne();
      case Action.Drain(int id, var why) -> {
        log.accept(named(id) + " drains: " + why);
        fleet = fleet.drained(id, now());
        tell(); // before it hears of it: nothing new is sent to it
        children.get(id).drain();
      }
      case Action.Kill(int id, var why) -> {
        log.accept(named(id) + " is killed: it " + why);
        fleet = fleet.killed(id, now());
        tell();
        children.get(id).kill();
      }
      case Action.GiveUp(int with, var why) -> {
        log.accept("Combot gives up: " + why);
        code = with;
        fleet = fleet.stop();
      }
    }
  }

  private void startOne() {
    int id = ++ids;
    var child =
        Child.start(
            command,
            report -> events.add(() -> heard(id, report)),
            line -> log.accept("worker " + id + ": " + line),
            exit -> events.add(() -> ended(id, exit)));
    children.put(id, child);
    fleet = fleet.started(id, policy.drawRecycleAfter(random), now());
  }

  private void heard(int id, Report report) {
    boolean wasStarting = fleet.in(Stage.STARTING).stream().anyMatch(member -> member.id() == id);
    fleet = fleet.heard(id, report, now());
    if (wasStarting && firstReady.isDone() && report.state() == Report.State.READY) {
      log.accept(named(id) + " is ready");
    }
  }

  private void ended(int id, int exit) {
    if (fleet.member(id).filter(Member::isActive).isPresent()) {
      log.accept(named(id) + " ended unasked, with code " + exit);
    }
    fleet = fleet.ended(id, exit, now());
    children.remove(id);
  }

  private String named(int id) {
    return "worker %d (process %d)".formatted(id, children.get(id).pid());
  }
}
