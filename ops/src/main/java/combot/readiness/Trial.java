package combot.readiness;

import java.util.Locale;

/** The load tests of a check, in their order. */
enum Trial {
  SESSIONS("Session test"),
  STEPS("Step test"),
  BURST("Burst"),
  CAMPAIGN("Whole study"),
  SOAK("Endurance test");

  private final String title;

  Trial(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** As lines and runs are named by it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
