package combot.gateway;

import combot.gateway.Member.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is to be done with a fleet, and does nothing itself.
 *
 * <p>A worker that is old is replaced before it goes: first one more is started, and when that is
 * ready the old one is drained. Only one is replaced at a time.
 */
final class Supervision {

  private final Fleet fleet;
  private final Policy policy;
  private final Duration now;

  private static final Duration HEAD_START = Duration.ofSeconds(10);

  private Supervision(Fleet fleet, Policy policy, Duration now) {
    this.fleet = fleet;
    this.policy = policy;
    this.now = now;
  }

  /**
   * What is to be done now.
   *
   * @param now on the clock of the fleet's times
   */
  static List<Action> decide(Fleet fleet, Policy policy, Duration now) {
    return new Supervision(fleet, policy, now).decide();
  }

  private List<Action> decide() {
    var actions = new ArrayList<Action>(kills());
    if (fleet.stopping()) {
      fleet.members().stream()
          .filter(Member::isActive)
          .filter(member -> hung(member).isEmpty())
          .forEach(member -> actions.add(new Action.Drain(member.id(), "Combot stops")));
      return actions;
    }
    var hopeless = hopeless();
    if (hopeless.isPresent()) {
      return List.of(new Action.GiveUp(1, hopeless.get()));
    }
    // The fleet without those killed just now is looked at in the next round.
    if (actions.isEmpty()) {
      surplus().ifPresent(actions::add);
      for (int i = 0; i < missing(); i++) {
        actions.add(new Action.Start());
      }
    }
    return actions;
  }

  private List<Action.Kill> kills() {
    return fleet.members().stream()
        .flatMap(member -> hung(member).map(why -> new Action.Kill(member.id(), why)).stream())
        .toList();
  }

  /** Why a worker must be killed, if it must. */
  private Optional<String> hung(Member member) {
    var late =
        switch (member.stage()) {
          case STARTING -> isOver(member.since(), policy.bootTime()) ? "was not ready in time" : "";
          case READY -> "";
          case DRAINING ->
              isOver(member.since(), policy.drainTime()) ? "had not answered all in time" : "";
          case KILLED -> "";
        };
    boolean speaks = member.is(Stage.READY) || member.is(Stage.DRAINING);
    if (late.isEmpty() && speaks && isOver(member.heardAt(), policy.silence())) {
      return Optional.of("said nothing for " + policy.silence().toSeconds() + " s");
    }
    return Optional.of(late).filter(why -> !why.isEmpty());
  }

  private boolean isOver(Duration since, Duration time) {
    return now.minus(since).compareTo(time) > 0;
  }

  private Optional<String> hopeless() {
    if (fleet.refused()) {
      return Optional.of("the workers can't start");
    }
    int recent = fleet.crashesWithin(policy.crashWindow(), now);
    return recent >= policy.crashesAtMost() && fleet.in(Stage.READY).isEmpty()
        ? Optional.of(
            "%d workers crashed within %d min, and none is ready"
                .formatted(recent, policy.crashWindow().toMinutes()))
        : Optional.empty();
  }

  private Optional<Action> surplus() {
    var ready = fleet.in(Stage.READY);
    if (ready.size() <= policy.workers() || !fleet.in(Stage.DRAINING).isEmpty()) {
      return Optional.empty();
    }
    var asked = ready.stream().filter(member -> member.leaving().isPresent()).findFirst();
    var old = ready.stream().filter(member -> whyOld(member).isPresent()).findFirst();
    var goes = asked.or(() -> old).orElse(ready.getFirst());
    return Optional.of(
        new Action.Drain(goes.id(), whyOld(goes).orElse("there is one more than is needed")));
  }

  private long missing() {
    if (!mayStart()) {
      return 0;
    }
    long missing = Math.max(0, policy.workers() + (mustReplace() ? 1 : 0) - fleet.active());
    return isFirstStart() ? Math.min(missing, 1 - fleet.in(Stage.STARTING).size()) : missing;
  }

  /** The first worker has the machine to itself for a while: people are served the sooner. */
  private boolean isFirstStart() {
    return fleet.crashes().isEmpty()
        && fleet.members().stream()
            .allMatch(member -> member.is(Stage.STARTING) && !isOver(member.since(), HEAD_START));
  }

  private boolean mayStart() {
    return fleet.crashes().isEmpty()
        || !now.minus(fleet.crashes().getLast())
            .minus(policy.pauseAfter(fleet.streak()))
            .isNegative();
  }

  private boolean mustReplace() {
    var ready = fleet.in(Stage.READY);
    return ready.size() == policy.workers()
        && fleet.in(Stage.DRAINING).isEmpty()
        && (!fleet.leaving().isEmpty() || mayRecycle(ready));
  }

  private boolean mayRecycle(List<Member> ready) {
    return fleet.recycledAt().filter(at -> !isRested(at)).isEmpty()
        && ready.stream().anyMatch(member -> whyOld(member).isPresent());
  }

  private boolean isRested(Duration recycledAt) {
    return now.minus(recycledAt).compareTo(policy.recycleInterval()) >= 0;
  }

  private Optional<String> whyOld(Member member) {
    var report = member.report();
    if (member.leaving().isPresent()) {
      return member.leaving();
    }
    if (report.conversations() >= member.recycleAfter()) {
      return Optional.of(report.conversations() + " conversations");
    }
    if (isOver(member.startedAt(), policy.oldAge())) {
      return Optional.of(policy.oldAge().toHours() + " h old");
    }
    return report.memory() > policy.memoryLimit()
        ? Optional.of("%d MB of memory".formatted(report.memory() >> 20))
        : Optional.empty();
  }
}
