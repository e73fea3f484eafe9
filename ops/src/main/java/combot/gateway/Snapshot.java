package combot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The fleet at one moment.
 *
 * @param now on the clock of the fleet's times
 * @param pids of the workers, by their number
 * @param past what happened to workers lately, oldest first
 * @param held whether newcomers are kept out, as asked
 */
record Snapshot(Fleet fleet, Duration now, Map<Integer, Long> pids, List<Past> past, boolean held) {

  Snapshot {
    pids = Map.copyOf(pids);
    past = List.copyOf(past);
  }

  /** Workers that crashed in the last 10 min. */
  int crashes() {
    return fleet.crashesWithin(Policy.CRASH_WINDOW, now);
  }

  /** What happened to a worker. */
  record Past(Instant at, String what) {}
}
