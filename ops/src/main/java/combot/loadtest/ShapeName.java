package combot.loadtest;

import java.util.Locale;

/** The shapes, as the command line names them. */
enum ShapeName {
  SESSIONS,
  STEPS,
  BURST,
  CAMPAIGN,
  SOAK,
  ARRIVALS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
