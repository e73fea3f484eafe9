package combot.memory;

import java.time.Duration;
import java.util.Locale;

/** Figures for people to read. */
final class Words {
  private Words() {}

  /** In MB of 2^20 bytes. */
  static String mb(double bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes / (1 << 20));
  }

  /** In the unit that fits. */
  static String ago(Duration time) {
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
