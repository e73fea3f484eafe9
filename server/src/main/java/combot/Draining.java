package combot;

import combot.api.Traffic;
import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How a worker ends that has requests under way. */
final class Draining {

  /** As long as the longest turn. */
  static final Duration LONGEST = Duration.ofSeconds(35);

  /** No request for so long is the end of them: one may lie unread in a connection. */
  private static final Duration QUIET = Duration.ofMillis(300);

  private static final Duration SHUTDOWN = Duration.ofSeconds(3);

  private Draining() {}

  /** In another thread: {@link #run}. */
  static void start(Traffic traffic, Duration atMost) {
    Thread.ofPlatform().daemon().name("drain").start(() -> run(traffic, atMost));
  }

  /** Is no longer ready, answers what it has, {@code atMost} so long, and ends with 0. */
  static void run(Traffic traffic, Duration atMost) {
    traffic.drain();
    long began = System.nanoTime();
    long busyAt = began;
    while (System.nanoTime() - busyAt < QUIET.toNanos()
        && System.nanoTime() - began < atMost.toNanos()) {
      if (traffic.underWay() > 0) {
        busyAt = System.nanoTime();
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    Quarkus.asyncExit(0);
    LockSupport.parkNanos(SHUTDOWN.toNanos());
    Runtime.getRuntime().halt(0);
  }
}
