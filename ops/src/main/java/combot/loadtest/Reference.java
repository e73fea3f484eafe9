package combot.loadtest;

import java.util.List;
import java.util.Locale;

/**
 * Words that people put behind a complaint and that fit any: a number by which a company knows
 * them, mostly with a day on which they wrote.
 *
 * @param wording which of the wordings
 * @param number five digits
 */
record Reference(int wording, int number) {
  /** How many numbers of five digits there are: after so many rounds one comes again. */
  static final int NUMBERS = 90_000;

  private static final int LEAST_NUMBER = 10_000;

  /** Has no divisor in common with {@link #NUMBERS}, so that steps of it meet each number. */
  private static final int STEP = 47_917;

  private static final List<String> WORDINGS =
      List.of(
          "My reference is %d.",
          "Customer number %d, if you need it.",
          "I'm in your system as %d.",
          "For the record, I'm customer %d.",
          "The number I have with you is %d.",
          "Ref %d.",
          "Writing this on a Tuesday, reference %d.",
          "If it helps, my account ends in %d.",
          "My number: %d.",
          "I'm writing this on a Sunday night, my number is %d.",
          "You can look me up under %d.",
          "That's all from customer %d.");

  /** The reference of a text in a round; those of one text differ in each of {@link #NUMBERS}. */
  static Reference of(long bits, long round) {
    int first = (int) Long.remainderUnsigned(bits, NUMBERS);
    long number = (first + round % NUMBERS * STEP) % NUMBERS;
    int wording = (int) Math.floorMod((bits >>> 32) + round, (long) WORDINGS.size());
    return new Reference(wording, LEAST_NUMBER + (int) number);
  }

  /** The text, ended as its writer would, and the reference. */
  String after(String text) {
    String words = String.format(Locale.ROOT, WORDINGS.get(wording), number);
    boolean careless = Character.isLowerCase(text.codePointAt(0));
    return text
        + (".!?)\"…".indexOf(text.charAt(text.length() - 1)) < 0 ? ". " : " ")
        + (careless ? words.toLowerCase(Locale.ROOT) : words);
  }
}
