package combot.memory;

import java.time.Duration;
import java.time.Instant;

/** Samples for tests. */
final class Generated {
  static final long MB = 1 << 20;
  static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");

  private Generated() {}

  /** The {@code n}th of a process of 200 MB, and somewhat more with each. */
  static Sample sample(int n) {
    return at(
        Duration.ofSeconds(5L * n), 200 * MB + n, ModelState.LOADED, Duration.ofSeconds(n), n);
  }

  static Sample at(Duration after, long bytes, ModelState model, Duration quiet, long visits) {
    return new Sample(
        BEGIN.plus(after),
        4711,
        new ProcessMemory(bytes + 30 * MB, bytes, ProcessMemory.Measure.PSS),
        new MachineMemory(8_000 * MB, 6_000 * MB, false),
        new JvmMemory(30 * MB, 40 * MB, 35 * MB, 60 * MB, 12, Duration.ofMillis(345)),
        model,
        quiet,
        visits);
  }
}
