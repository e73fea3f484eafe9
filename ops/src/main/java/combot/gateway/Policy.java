package combot.gateway;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How the fleet is kept.
 *
 * @param workers that are to be ready
 * @param recycleAfter conversations begun, before a worker is replaced; 0: never for that reason
 * @param recycleInterval between one recycling and the next
 * @param oldAge of a worker that is replaced
 * @param memoryLimit in bytes of proportional set size, beyond which a worker is replaced
 * @param bootTime within which a worker must be ready
 * @param silence after which a worker is taken for hung
 * @param drainTime within which a worker must have answered what it has: as long as the longest
 *     turn may take
 * @param crashesAtMost within {@code crashWindow}; after so many, and with no worker ready, the
 *     gateway gives up
 */
record Policy(
    int workers,
    int recycleAfter,
    Duration recycleInterval,
    Duration oldAge,
    long memoryLimit,
    Duration bootTime,
    Duration silence,
    Duration drainTime,
    int crashesAtMost,
    Duration crashWindow) {

  /** That of {@link #of}, which status and check tell of too. */
  static final Duration CRASH_WINDOW = Duration.ofMinutes(10);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  Policy {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be >= 1, was " + workers);
    }
    if (recycleAfter < 0) {
      throw new IllegalArgumentException("recycleAfter must be >= 0, was " + recycleAfter);
    }
  }

  /** The defaults but for what an operator sets. */
  static Policy of(int workers, int recycleAfter, Duration recycleInterval) {
    return new Policy(
        workers,
        recycleAfter,
        recycleInterval,
        Duration.ofHours(4),
        450L << 20,
        Duration.ofMinutes(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(35),
        10,
        CRASH_WINDOW);
  }

  /**
   * After how many conversations the next worker is old: up to a tenth more than the policy says,
   * so that workers that began together do not end together.
   */
  int drawRecycleAfter(RandomGenerator random) {
    return recycleAfter == 0
        ? Integer.MAX_VALUE
        : recycleAfter + random.nextInt(recycleAfter / 10 + 1);
  }

  /**
   * How long no worker is started after the last of {@code streak} crashes in a row: as many as
   * there are workers are replaced at once, the next as many after 1 s, then after 2 s, up to 30 s.
   */
  Duration pauseAfter(int streak) {
    int round = Math.ceilDiv(streak, workers);
    if (round < 2) {
      return Duration.ZERO;
    }
    var pause = Duration.ofSeconds(1L << Math.min(round - 2, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
