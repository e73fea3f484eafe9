package combot.api;

/**
 * What may be in a text that people send: anything that can be stored and shown again as it was.
 */
final class Texts {
  private Texts() {}

  private static final int REPLACEMENT = 0xFFFD;
  private static final int SHOWN_AT_MOST = 400;

  /** Returns {@code text} if it is storable. */
  static String checked(String field, String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.getType(c) == Character.SURROGATE) {
        throw ProblemException.badRequest(
            field, "holds half a character (an unpaired surrogate) at position " + i);
      }
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        throw ProblemException.badRequest(
            field, "holds a control character (U+%04X) at position %d".formatted(c, i));
      }
      i += Character.charCount(c);
    }
    return text;
  }

  /**
   * {@code text} as it may be given back: no longer than a few lines, halves of characters
   * replaced.
   */
  static String shown(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN_AT_MOST)
        .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(shown::appendCodePoint);
    return text.codePoints().skip(SHOWN_AT_MOST).findAny().isPresent()
        ? shown.append('…').toString()
        : shown.toString();
  }
}
