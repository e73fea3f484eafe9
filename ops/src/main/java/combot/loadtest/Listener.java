package combot.loadtest;

import java.time.Duration;
import java.util.Optional;

/** Hears how a load test goes, on one thread. */
public interface Listener {

  /** Hears nothing. */
  Listener NONE = _ -> {};

  /** About once a second. */
  void hear(Progress progress);

  /** Once, when nothing more will be heard. */
  default void end() {}

  /**
   * How far it is.
   *
   * @param stage its name
   * @param number of the stage, from 1; 0 for the warm-up
   * @param of how many
   * @param left of all, where it can be told
   * @param replies of the stage so far
   */
  record Progress(
      String stage,
      int number,
      int of,
      Duration elapsed,
      Optional<Duration> left,
      long conversations,
      long requests,
      long failed,
      Latencies replies) {}
}
