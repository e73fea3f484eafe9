package combot.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * A worker as the supervisor sees it. Times are on the supervisor's monotonic clock.
 *
 * @param recycleAfter conversations after which it is old
 * @param since when its stage began
 * @param heardAt when it last said something of itself; the start counts
 * @param report what it said last
 * @param leaving why it is to be replaced, where somebody asked for that
 */
record Member(
    int id,
    Stage stage,
    int recycleAfter,
    Duration startedAt,
    Duration since,
    Duration heardAt,
    Report report,
    Optional<String> leaving) {

  enum Stage {
    /** Not yet ready. */
    STARTING,
    /** Takes requests. */
    READY,
    /** Ends by itself when its requests are answered. */
    DRAINING,
    /** Was killed, and is not yet gone. */
    KILLED
  }

  static Member started(int id, int recycleAfter, Duration now) {
    return new Member(
        id, Stage.STARTING, recycleAfter, now, now, now, Report.NONE, Optional.empty());
  }

  boolean is(Stage which) {
    return stage == which;
  }

  /** Whether it serves, or is about to. */
  boolean isActive() {
    return stage == Stage.STARTING || stage == Stage.READY;
  }

  Member in(Stage next, Duration now) {
    return new Member(id, next, recycleAfter, startedAt, now, heardAt, report, leaving);
  }

  Member heard(Report said, Duration now) {
    return new Member(id, stage, recycleAfter, startedAt, since, now, said, leaving);
  }

  Member leaving(Optional<String> why) {
    return new Member(id, stage, recycleAfter, startedAt, since, heardAt, report, why);
  }
}
