package combot.api;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says how often something that befalls request after request is to be logged: the first time, and
 * then once a minute with how many came meanwhile. Safe for many threads.
 */
final class OutageLog {

  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanos;
  private long loggedAt;
  private long silent = -1; // never logged

  /**
   * @param nanos {@link System#nanoTime} but in tests
   */
  OutageLog(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * It happened once more.
   *
   * @return empty: not to be logged; else how many were not since the last that was
   */
  synchronized OptionalLong count() {
    long now = nanos.getAsLong();
    if (silent >= 0 && now - loggedAt < PAUSE) {
      silent++;
      return OptionalLong.empty();
    }
    long missed = Math.max(0, silent);
    silent = 0;
    loggedAt = now;
    return OptionalLong.of(missed);
  }
}
