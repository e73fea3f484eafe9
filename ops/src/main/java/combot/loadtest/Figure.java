package combot.loadtest;

import combot.statistics.Interval;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
public final class Figure {

  /** Bytes. */
  public static final double MEGABYTE = 1 << 20;

  private Figure() {}

  /** {@code 4.7 ms}, {@code 310 ms}, {@code 2.40 s}. */
  public static String millis(double millis) {
    if (millis >= 1_000) {
      return format("%.2f s", millis / 1_000);
    }
    return format(millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** {@code 45 s}, {@code 3 min 20 s}, {@code 1 h 05 min}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? format("%d min %02d s", seconds / 60, seconds % 60)
        : seconds < 86_400
            ? format("%d h %02d min", seconds / 3_600, seconds / 60 % 60)
            : format("%d d %d h", seconds / 86_400, seconds / 3_600 % 24);
  }

  /** Near all, rounded down: what is less than all is not told as all. */
  public static String percent(double share) {
    return share > 0.9 && share < 1
        ? format("%.2f %%", Math.floor(share * 10_000 + 1e-6) / 100)
        : format("%.1f %%", share * 100);
  }

  /** Of a share, in percent, never narrower than it is: the least that is shown is rounded down. */
  static String interval(Interval share) {
    double lower = Math.floor(share.lower() * 100_000) / 1_000;
    double upper = Math.ceil(share.upper() * 100_000 - 1e-6) / 1_000;
    return format("%.3f–%.3f", lower, upper);
  }

  public static String whole(double number) {
    return format("%,.0f", number);
  }

  /** In the notation of English texts, whatever the machine's language. */
  public static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
