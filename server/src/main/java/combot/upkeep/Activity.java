package combot.upkeep;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** When a participant last asked for something. Safe for many threads. */
public final class Activity {
  private final LongSupplier nanos;
  private final LongAdder visits = new LongAdder();
  private volatile long last;

  /**
   * Begins now, quiet.
   *
   * @param nanos {@link System#nanoTime} but in tests
   */
  public Activity(LongSupplier nanos) {
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** A participant asks for something. */
  void visit() {
    last = nanos.getAsLong();
    visits.increment();
  }

  /** Since the last visit; before the first, since the beginning. */
  Duration quiet() {
    return Duration.ofNanos(Math.max(0, nanos.getAsLong() - last));
  }

  /** Since the beginning. */
  long visits() {
    return visits.sum();
  }
}
