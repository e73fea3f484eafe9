package combot.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a cache does. Counts are since the start of this process.
 *
 * @param kind {@code embedded} or {@code redis}
 * @param outage why Redis is not asked just now; empty where all is well
 * @param hits values that were found
 * @param sharedHits those of them that were found in Redis, and not in this process
 * @param misses values that were found nowhere
 * @param entries values that this process holds, about
 * @param oldest age of the oldest of those; zero where there are none
 */
public record CacheFigures(
    String kind,
    Optional<Outage> outage,
    long hits,
    long sharedHits,
    long misses,
    long entries,
    Duration oldest) {

  /** Since when Redis is not asked, and why. */
  public record Outage(String why, Instant since) {}

  /** {@code ok}, or {@code degraded} where requests go on without Redis. */
  public String state() {
    return outage.isEmpty() ? "ok" : "degraded";
  }
}
