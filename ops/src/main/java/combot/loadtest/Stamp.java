package combot.loadtest;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A time of day behind a text, as some people put one: it fits whatever was said, and says nothing
 * about it.
 *
 * @param wording which of the ways to write it, from 0
 * @param minute of the day, from 0
 */
record Stamp(int wording, int minute) {
  private static final int MINUTES = 24 * 60;

  /** After so many rounds a stamp comes again: four ways to write each minute of a day. */
  static final int DIFFERENT = 4 * MINUTES;

  /** Has no divisor in common with {@link #DIFFERENT}, so that steps of it meet each stamp. */
  private static final int STEP = 3_463;

  private static final List<DateTimeFormatter> WORDINGS =
      Stream.of("(H:mm)", "(h:mm a)", "(H.mm)", "(h.mma)")
          .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.UK))
          .toList();

  /**
   * The stamp of a text in a round, from 0; those of one text differ in {@value #DIFFERENT} rounds.
   *
   * @param bits well mixed, of the text
   */
  static Stamp of(long bits, long round) {
    long first = Long.remainderUnsigned(bits, DIFFERENT);
    int number = (int) ((first + round % DIFFERENT * STEP) % DIFFERENT);
    return new Stamp(number / MINUTES, number % MINUTES);
  }

  String after(String text) {
    return text + " " + WORDINGS.get(wording).format(LocalTime.of(minute / 60, minute % 60));
  }
}
