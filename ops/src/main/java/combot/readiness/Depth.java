package combot.readiness;

import java.util.Locale;

/** How much is looked at. */
public enum Depth {
  /** What needs no load. */
  QUICK,
  /** Also a short session test and a step test. */
  STANDARD,
  /** All there is. */
  FULL;

  /** As reports name it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that looks so. */
  String command() {
    return "./combot check" + (this == STANDARD ? "" : " --" + this);
  }
}
