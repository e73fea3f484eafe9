package combot.gateway;

import combot.control.ControlException;
import combot.gateway.Member.Stage;
import combot.log.Log;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Keeps the workers' processes as {@link Supervision} decides, in one thread; what happens, and
 * what is asked, is put in its queue.
 */
final class Supervisor {

  private static final Duration LOOKS_EVERY = Duration.ofMillis(250);
  private static final Duration COULD_NOT_LISTEN = Duration.ofSeconds(2);
  private static final int PAST_KEPT = 20;

  /** As a shell says it of a command. */
  private static final int CAN_NOT_RUN = 126;

  private final Policy policy;
  private final Consumer<List<Upstream>> ready;
  private final Log log;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Map<Integer, Child> children = new HashMap<>();
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final long start = System.nanoTime();
  private final Deque<Snapshot.Past> past = new ArrayDeque<>();
  private final Turnover turnover = new Turnover();
  private List<String> command;
  private Optional<Roll> roll = Optional.empty();
  private String lastWords = "";
  private boolean held;
  private Fleet fleet = Fleet.EMPTY;
  private List<Member> told = List.of();
  private int ids;
  private int code;

  /**
   * @param command that starts a worker
   * @param ready hears which workers take requests, whenever that changes
   * @param log hears what happens to workers, and what they say
   */
  Supervisor(Policy policy, List<String> command, Consumer<List<Upstream>> ready, Log log) {
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

  Turnover turnover() {
    return turnover;
  }

  /** How things are; completes when the loop has turned. */
  CompletableFuture<Snapshot> look() {
    return inLoop(() -> {
      Map<Integer, Long> pids = new HashMap<>();
      children.forEach((id, child) -> pids.put(id, child.pid()));
      return new Snapshot(fleet, now(), pids, List.copyOf(past), held);
    });
  }

  /**
   * Replaces a worker, or all, one after the other, a new one always first. Completes when the last
   * is gone. Fails with a {@link ControlException} if a new one does not get ready: then those not
   * yet replaced stay.
   *
   * @param id its number; empty for all
   * @param why a word or two
   */
  CompletableFuture<Void> replace(Optional<Integer> id, String why) {
    return inLoop(() -> roll(id.map(Set::of).orElseGet(this::active), why))
        .thenCompose(done -> done);
  }

  /** The same for all, with other words to start them by, which are kept only if it succeeds. */
  CompletableFuture<Void> replaceBy(List<String> words, String why) {
    return inLoop(
            () -> {
              var before = command;
              var done = roll(active(), why);
              command = List.copyOf(words);
              return done.whenComplete(
                  (_, failure) -> command = failure == null ? command : before);
            })
        .thenCompose(done -> done);
  }

  private Set<Integer> active() {
    return fleet.members().stream()
        .filter(Member::isActive)
        .map(Member::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private CompletableFuture<Void> roll(Set<Integer> ids, String why) {
    if (fleet.stopping()) {
      throw new ControlException("Combot stops");
    }
    if (!active().containsAll(ids)) {
      throw new ControlException("there is no such worker; there are %s".formatted(active()));
    }
    if (roll.isPresent()) {
      throw new ControlException("workers are being replaced already; wait for that to end");
    }
    if (fleet.in(Stage.READY).isEmpty()) {
      throw new ControlException("no worker is ready yet; ask again in a moment");
    }
    var started = new Roll(ids);
    roll = Optional.of(started);
    fleet = fleet.leaving(ids, why);
    return started.done();
  }

  /** Keeps newcomers out of all workers, also of those to come; or lets them in again. */
  CompletableFuture<Void> hold(boolean out) {
    return inLoop(() -> {
      held = out;
      children.values().forEach(child -> child.tell(out ? Order.HOLD : Order.ADMIT));
      return null;
    });
  }

  /** What each ready worker answers to an order, by its number. */
  CompletableFuture<Map<Integer, CompletableFuture<String>>> ask(Order order) {
    return inLoop(() ->
        fleet.in(Stage.READY).stream()
            .collect(Collectors.toMap(Member::id, member -> children.get(member.id()).ask(order))));
  }

  /** What the first ready worker answers that can; fails once all have failed. */
  CompletableFuture<String> askAny(Order order) {
    return ask(order).thenCompose(answers -> firstOf(answers.values()));
  }

  /** What one ready worker answers; only that one is asked. */
  CompletableFuture<String> askOne(Order order) {
    return inLoop(() ->
            fleet.in(Stage.READY).stream()
                .findFirst()
                .map(member -> children.get(member.id()).ask(order))
                .orElseThrow(() -> new ControlException("no worker is ready")))
        .thenCompose(answer -> answer);
  }

  private static CompletableFuture<String> firstOf(Collection<CompletableFuture<String>> answers) {
    var first = new CompletableFuture<String>();
    var passedOn = answers.stream().map(answer -> answer.thenAccept(first::complete));
    CompletableFuture.allOf(passedOn.toArray(CompletableFuture[]::new))
        .whenComplete(
            (_, _) -> first.completeExceptionally(new ControlException("no worker answers")));
    return first;
  }

  private <T> CompletableFuture<T> inLoop(Supplier<T> work) {
    var done = new CompletableFuture<T>();
    events.add(() -> {
      try {
        done.complete(work.get());
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return done;
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
        roll = roll.filter(now -> now.goesOn(fleet, lastWords));
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
    turnover.seen(fleet);
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
        happened(log::info, named(id) + " drains: " + why);
        if (!fleet.stopping()) {
          fleet.member(id).ifPresent(member -> turnover.recycled(member, policy, now()));
        }
        fleet = fleet.drained(id, now());
        tell(); // before it hears of it: nothing new is sent to it
        children.get(id).tell(Order.DRAIN);
      }
      case Action.Kill(int id, var why) -> {
        happened(log::warn, named(id) + " is killed: it " + why);
        lastWords = "nothing of use: it " + why;
        fleet.member(id).ifPresent(turnover::killed);
        fleet = fleet.killed(id, now());
        tell();
        children.get(id).kill();
      }
      case Action.GiveUp(int with, var why) -> {
        happened(log::error, "Combot gives up: " + why);
        code = with;
        fleet = fleet.stop();
      }
    }
  }

  private void startOne() {
    int id = ++ids;
    fleet = fleet.started(id, policy.drawRecycleAfter(random), now());
    try {
      var child =
          Child.start(
              command,
              report -> events.add(() -> heard(id, report)),
              line -> log.heard(id, line),
              exit -> events.add(() -> ended(id, exit)));
      children.put(id, child);
      if (held) {
        child.tell(Order.HOLD);
      }
    } catch (UncheckedIOException e) {
      // No memory for it, or the JDK was replaced: others go on, and it is tried again later.
      lastWords = String.valueOf(e.getCause().getMessage());
      happened(log::error, "worker %d can't be started: %s".formatted(id, lastWords));
      fleet.member(id).ifPresent(turnover::ended);
      fleet = fleet.ended(id, CAN_NOT_RUN, now());
    }
  }

  private void heard(int id, Report report) {
    boolean wasStarting = fleet.in(Stage.STARTING).stream().anyMatch(member -> member.id() == id);
    fleet = fleet.heard(id, report, now());
    if (wasStarting && report.state() == Report.State.READY) {
      // Of the first, the log has that Combot is.
      happened(firstReady.isDone() ? log::info : _ -> {}, named(id) + " is ready");
    }
  }

  private void ended(int id, int exit) {
    if (fleet.member(id).filter(Member::isActive).isPresent()) {
      happened(log::warn, named(id) + " ended unasked, with code " + exit);
      lastWords = children.get(id).lastWords();
    }
    fleet.member(id).ifPresent(turnover::ended);
    fleet = fleet.ended(id, exit, now());
    children.remove(id);
  }

  private void happened(Consumer<String> level, String what) {
    level.accept(what);
    past.add(new Snapshot.Past(Instant.now(), what));
    if (past.size() > PAST_KEPT) {
      past.remove();
    }
  }

  private String named(int id) {
    return "worker %d (process %d)".formatted(id, children.get(id).pid());
  }
}
