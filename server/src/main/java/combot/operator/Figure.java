package combot.operator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Figure {
  private Figure() {}

  /** Such as {@code 3 s}, {@code 12 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  static String time(Duration time) {
    if (time.toSeconds() < 60) {
      return Math.max(0, time.toSeconds()) + " s";
    }
    if (time.toMinutes() < 60) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < 24
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d d %d h".formatted(time.toDays(), time.toHoursPart());
  }

  /** As {@code 812 MB} or {@code 7.8 GB}; a dash where it is not known. */
  static String megabytes(Number megabytes) {
    if (megabytes == null) {
      return "–";
    }
    return megabytes.longValue() < 1_024
        ? megabytes.longValue() + " MB"
        : String.format(Locale.ROOT, "%.1f GB", megabytes.doubleValue() / 1_024);
  }

  /** As {@code 1 request}, {@code 2 requests}. */
  static String count(Number count, String noun) {
    long n = count == null ? 0 : count.longValue();
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /** In whatever currency; small sums to two digits that say something. */
  static String money(double sum) {
    return sum == 0 || sum >= 0.1
        ? String.format(Locale.ROOT, "%.2f", sum)
        : new BigDecimal(sum).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  /** A bar of {@code width} places, of which {@code share} (0 to 1) are filled. */
  static String bar(double share, int width) {
    int filled = (int) Math.round(Math.clamp(share, 0, 1) * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
}
