package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.gateway.Member.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workers that are made up, in steps of half a second, kept by the real decisions. Looks at each
 * decision for what must never be decided.
 */
final class World {

  /** What happens to the fleet within a step. */
  enum Shock {
    NOTHING,
    CONVERSATIONS,
    REQUESTS,
    CRASH,
    CRASH_OF_ALL,
    HANG,
    LEAK,
    SIGNAL
  }

  static final Duration STEP = Duration.ofMillis(500);
  private static final int BOOT_STEPS = 8;

  /** A worker as it is. */
  private static final class Worker {
    private int age;
    private long conversations;
    private int inFlight;
    private long memory = 200L << 20;
    private boolean hangs;
    private boolean drains;
    private boolean gone;
    private int code = 137;

    private Report report() {
      var state = age < BOOT_STEPS ? Report.State.STARTING : Report.State.READY;
      return new Report(
          drains ? Report.State.DRAINING : state, 4000, conversations, inFlight, memory);
    }
  }

  private final Policy policy;
  private final Map<Integer, Worker> workers = new LinkedHashMap<>();
  private int ids;
  final List<Duration> recycled = new ArrayList<>();
  Fleet fleet = Fleet.EMPTY;
  Duration now = Duration.ZERO;
  Optional<Action.GiveUp> gaveUp = Optional.empty();

  World(Policy policy) {
    this.policy = policy;
  }

  /** Time goes on; {@code which} says whom the shock hits. */
  void step(Shock shock, int which) {
    now = now.plus(STEP);
    shake(shock, which);
    workers.forEach((id, worker) -> {
      worker.age++;
      if (worker.gone) {
        fleet = fleet.ended(id, worker.code, now);
      } else if (!worker.hangs) {
        fleet = fleet.heard(id, worker.report(), now);
        leave(worker);
      }
    });
    workers.values().removeIf(worker -> worker.gone && worker.age > 0 && !known(worker));
    for (var action : Supervision.decide(fleet, policy, now)) {
      check(action);
      carryOut(action);
    }
    assertThat(fleet.active()).isLessThanOrEqualTo(policy.workers() + 1L);
  }

  private boolean known(Worker worker) {
    return workers.entrySet().stream()
        .anyMatch(entry -> entry.getValue() == worker && fleet.member(entry.getKey()).isPresent());
  }

  private static void leave(Worker worker) {
    if (worker.drains && worker.inFlight > 0) {
      worker.inFlight--;
    } else if (worker.drains) {
      worker.code = 0;
      worker.gone = true;
    }
  }

  private void shake(Shock shock, int which) {
    if (workers.isEmpty()) {
      return;
    }
    var worker = List.copyOf(workers.values()).get(which % workers.size());
    switch (shock) {
      case NOTHING -> {}
      case CONVERSATIONS -> worker.conversations += 30;
      case REQUESTS -> worker.inFlight = which;
      case CRASH -> worker.gone = true;
      case CRASH_OF_ALL -> workers.values().forEach(each -> each.gone = true);
      case HANG -> worker.hangs = true;
      case LEAK -> worker.memory += 300L << 20;
      case SIGNAL -> worker.drains = true;
    }
  }

  private void check(Action action) {
    switch (action) {
      case Action.Drain(int id, _) -> checkDrain(id);
      case Action.Kill(int id, _) -> checkKill(id);
      case Action.Start(), Action.GiveUp(_, _) -> assertThat(fleet.stopping()).isFalse();
    }
  }

  private void checkDrain(int id) {
    assertThat(fleet.member(id)).isPresent();
    if (fleet.stopping()) {
      return;
    }
    assertThat(fleet.in(Stage.READY))
        .as("ready while one goes")
        .hasSizeGreaterThan(policy.workers());
    assertThat(fleet.in(Stage.DRAINING)).as("recycled already").isEmpty();
    recycled.add(now);
  }

  private void checkKill(int id) {
    var member = fleet.member(id).orElseThrow();
    boolean hangs = now.minus(member.heardAt()).compareTo(policy.silence()) > 0;
    var most = member.is(Stage.DRAINING) ? policy.drainTime() : policy.bootTime();
    boolean isLate = !member.is(Stage.READY) && now.minus(member.since()).compareTo(most) > 0;
    assertThat(hangs || isLate).as("a reason to kill %s", member).isTrue();
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Start() -> {
        workers.put(++ids, new Worker());
        fleet = fleet.started(ids, policy.recycleAfter(), now);
      }
      case Action.Drain(int id, _) -> {
        workers.get(id).drains = true;
        fleet = fleet.drained(id, now);
      }
      case Action.Kill(int id, _) -> {
        workers.get(id).gone = true;
        fleet = fleet.killed(id, now);
      }
      case Action.GiveUp up -> {
        gaveUp = Optional.of(up);
        fleet = fleet.stop();
      }
    }
  }

  /** Undisturbed until then. */
  void rest(Duration time) {
    for (long i = 0; i < time.dividedBy(STEP); i++) {
      step(Shock.NOTHING, 0);
    }
  }
}
