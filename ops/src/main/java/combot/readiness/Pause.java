package combot.readiness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that is waited for in full, whatever wakes the thread. */
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    long began = System.nanoTime();
    while (System.nanoTime() - began < time.toNanos()) {
      LockSupport.parkNanos(time.toNanos());
    }
  }
}
