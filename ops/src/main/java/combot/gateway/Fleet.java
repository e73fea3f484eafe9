package combot.gateway;

import combot.gateway.Member.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All workers as the supervisor sees them, and what happened to earlier ones. A value: what happens
 * makes a new one.
 *
 * @param members in the order of their start
 * @param crashes when workers ended unasked, or had to be killed
 * @param streak crashes since a worker last became ready
 * @param recycledAt when a worker was last drained to be replaced
 * @param wasReady whether any worker ever was
 * @param refused whether a worker said why it can't start, and ended, before any was ever ready
 * @param stopping whether all are to end
 */
record Fleet(
    List<Member> members,
    List<Duration> crashes,
    int streak,
    Optional<Duration> recycledAt,
    boolean wasReady,
    boolean refused,
    boolean stopping) {

  private static final int CRASHES_KEPT = 100;
  private static final int REFUSAL = 1;

  static final Fleet EMPTY =
      new Fleet(List.of(), List.of(), 0, Optional.empty(), false, false, false);

  Fleet {
    members = List.copyOf(members);
    crashes = List.copyOf(crashes);
  }

  Optional<Member> member(int id) {
    return members.stream().filter(member -> member.id() == id).findFirst();
  }

  List<Member> in(Stage stage) {
    return members.stream().filter(member -> member.is(stage)).toList();
  }

  long active() {
    return members.stream().filter(Member::isActive).count();
  }

  /** How many workers crashed less than {@code window} ago. */
  int crashesWithin(Duration window, Duration now) {
    return (int) crashes.stream().filter(crash -> now.minus(crash).compareTo(window) < 0).count();
  }

  Fleet started(int id, int recycleAfter, Duration now) {
    var more = new ArrayList<>(members);
    more.add(Member.started(id, recycleAfter, now));
    return with(more);
  }

  /** A worker spoke; it may have become ready, or drain unasked, as after a signal. */
  Fleet heard(int id, Report report, Duration now) {
    var fleet = changed(id, member -> member.heard(report, now));
    var stage = member(id).map(Member::stage).orElse(Stage.KILLED);
    if (stage == Stage.STARTING && report.state() == Report.State.READY) {
      return fleet.changed(id, member -> member.in(Stage.READY, now)).calm();
    }
    boolean drainsUnasked =
        report.state() == Report.State.DRAINING
            && (stage == Stage.STARTING || stage == Stage.READY);
    return drainsUnasked ? fleet.changed(id, member -> member.in(Stage.DRAINING, now)) : fleet;
  }

  /** A worker was told to drain. */
  Fleet drained(int id, Duration now) {
    var fleet = changed(id, member -> member.in(Stage.DRAINING, now));
    return new Fleet(fleet.members, crashes, streak, Optional.of(now), wasReady, refused, stopping);
  }

  /**
   * These are to be replaced, one after the other.
   *
   * @param why a word or two
   */
  Fleet leaving(Set<Integer> ids, String why) {
    return with(
        members.stream()
            .map(member -> ids.contains(member.id()) ? member.leaving(Optional.of(why)) : member)
            .toList());
  }

  /** Those that serve, or are about to, and were asked to be replaced. */
  List<Member> leaving() {
    return members.stream()
        .filter(Member::isActive)
        .filter(member -> member.leaving().isPresent())
        .toList();
  }

  /** A worker was killed. Unless it drained, that is a crash. */
  Fleet killed(int id, Duration now) {
    var gone = member(id);
    var fleet = changed(id, member -> member.in(Stage.KILLED, now));
    return gone.filter(Member::isActive).isPresent() ? fleet.lost(gone.get(), now) : fleet;
  }

  /**
   * A worker is gone.
   *
   * @param code with which it ended
   */
  Fleet ended(int id, int code, Duration now) {
    var gone = member(id);
    var fleet = with(members.stream().filter(member -> member.id() != id).toList());
    if (gone.filter(Member::isActive).isEmpty()) {
      return fleet;
    }
    boolean refuses = code == REFUSAL && !wasReady;
    return (refuses ? fleet.refusing() : fleet).lost(gone.get(), now);
  }

  /** Where a replacement fails, those stay whom it and its like should replace. */
  private Fleet lost(Member gone, Duration now) {
    boolean replaces = gone.is(Stage.STARTING) && !in(Stage.READY).isEmpty();
    return (replaces ? staying() : this).crashed(now);
  }

  private Fleet staying() {
    return with(members.stream().map(member -> member.leaving(Optional.empty())).toList());
  }

  /**
   * Nobody could listen for a while, as when the whole gateway was stopped: silence starts anew.
   */
  Fleet resumed(Duration now) {
    return with(members.stream().map(member -> member.heard(member.report(), now)).toList());
  }

  Fleet stop() {
    return new Fleet(members, crashes, streak, recycledAt, wasReady, refused, true);
  }

  private Fleet calm() {
    return new Fleet(members, crashes, 0, recycledAt, true, refused, stopping);
  }

  private Fleet refusing() {
    return new Fleet(members, crashes, streak, recycledAt, wasReady, true, stopping);
  }

  private Fleet crashed(Duration now) {
    var more = new ArrayList<>(crashes);
    more.add(now);
    var kept = more.subList(Math.max(0, more.size() - CRASHES_KEPT), more.size());
    return new Fleet(members, kept, streak + 1, recycledAt, wasReady, refused, stopping);
  }

  private Fleet changed(int id, UnaryOperator<Member> change) {
    return with(
        members.stream().map(member -> member.id() == id ? change.apply(member) : member).toList());
  }

  private Fleet with(List<Member> changed) {
    return new Fleet(changed, crashes, streak, recycledAt, wasReady, refused, stopping);
  }
}
