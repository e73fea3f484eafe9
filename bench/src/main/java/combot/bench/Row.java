package combot.bench;

import java.util.Locale;
import java.util.Optional;

/** What can be measured of a gateway. */
enum Row {
  /** First messages out of a list of six, at every side. */
  CACHED,
  /** A new first message in each conversation. */
  NEW,
  /** A thousand participants, first messages out of the list. */
  CROWD,
  /** What all processes hold after these. */
  MEMORY,
  /** What they hold when nobody is there, and how soon a model is back. */
  IDLE,
  /** A new worker: how soon it is ready, and how it answers first. */
  RECYCLE;

  private static final int A_CROWD = 1_000;

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty where it is not one that sides are compared in. */
  Optional<Scenario> scenario(int users) {
    return switch (this) {
      case CACHED -> Optional.of(new Scenario(Scenario.What.CACHED, users));
      case NEW -> Optional.of(new Scenario(Scenario.What.NEW, users));
      case CROWD -> Optional.of(new Scenario(Scenario.What.CACHED, A_CROWD));
      case MEMORY, IDLE, RECYCLE -> Optional.empty();
    };
  }
}
