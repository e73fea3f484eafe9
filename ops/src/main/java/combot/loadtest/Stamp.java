package combot.loadtest;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A day and time behind a text, as some people put one: it fits whatever was said, and says nothing
 * about it.
 *
 * @param wording which of the ways to write it, from 0
 * @param minute of the year, from 0
 */
record Stamp(int wording, int minute) {
  /** After so many rounds a stamp comes again: the minutes of a year. */
  static final int MINUTES = 525_600;

  /** Has no divisor in common with {@link #MINUTES}, so that steps of it meet each minute. */
  private static final int STEP = 104_729;

  private static final LocalDateTime NEW_YEAR = LocalDateTime.of(2025, 1, 1, 0, 0);

  private static final List<DateTimeFormatter> WORDINGS =
      Stream.of("(d MMMM, H:mm)", "(MMM d, h:mm a)", "(EEEE d MMMM, HH.mm)", "(d/M, H:mm)")
          .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.US))
          .toList();

  /**
   * The stamp of a text in a round, from 0; those of one text differ in {@value #MINUTES} rounds.
   *
   * @param bits well mixed, of the text
   */
  static Stamp of(long bits, long round) {
    long first = Long.remainderUnsigned(bits, MINUTES);
    long minute = (first + round % MINUTES * STEP) % MINUTES;
    return new Stamp((int) (bits >>> 62), (int) minute);
  }

  String after(String text) {
    return text + " " + WORDINGS.get(wording).format(NEW_YEAR.plusMinutes(minute));
  }
}
