package combot.readiness;

import combot.control.ControlException;
import combot.readiness.Running.Member;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The workers of a running Combot, waited for. */
final class Fleets {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Fleets() {}

  /**
   * Seconds until it is so; negative where it is not in time.
   *
   * @param holds of the running Combot as it is then
   * @throws Unmeasured if this thread is interrupted
   */
  static double until(Context context, Duration patience, Predicate<Running> holds)
      throws Unmeasured {
    long began = System.nanoTime();
    while (!holds(context, holds)) {
      if (System.nanoTime() - began > patience.toNanos()) {
        return -1;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new Unmeasured("the check was stopped before");
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static boolean holds(Context context, Predicate<Running> holds) {
    try {
      return holds.test(context.running().again(context.data()));
    } catch (ControlException e) {
      return false; // it does not answer now
    }
  }

  /** Whether so many take requests, and are healthy. */
  static boolean isWhole(Running running, int wanted) {
    return running.ready().size() == wanted && running.ready().stream().noneMatch(Member::isDown);
  }
}
