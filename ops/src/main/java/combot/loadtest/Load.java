package combot.loadtest;

import java.time.Duration;

/** What comes in one stage. */
public sealed interface Load {

  /**
   * Each converses once.
   *
   * @param within over which they arrive, evenly
   * @param firstMessages whether it is their first messages that come within this time instead,
   *     once all have begun
   */
  record Once(int users, Duration within, boolean firstMessages) implements Load {}

  /** Each converses again and again until the time is over. */
  record Loop(int users, Duration length) implements Load {}

  /** Ever new ones, by a Poisson process. */
  record Open(double rate, Duration length) implements Load {}
}
