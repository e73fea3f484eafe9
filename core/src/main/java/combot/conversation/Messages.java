package combot.conversation;

/** What can be seen of a message. */
final class Messages {
  private Messages() {}

  /**
   * Nothing that a person sees: white space, control and format characters, fillers, lone marks.
   */
  static boolean isBlank(String message) {
    return message
        .codePoints()
        .allMatch(c -> isInvisible(c) || Character.getType(c) == Character.NON_SPACING_MARK);
  }

  /** Without what can't be seen at both ends: pasted text brings no-break and zero-width spaces. */
  static String strip(String message) {
    int from = 0;
    int to = message.length();
    while (from < to && isInvisible(message.charAt(from))) {
      from++;
    }
    while (from < to && isInvisible(message.charAt(to - 1))) {
      to--;
    }
    return message.substring(from, to);
  }

  private static boolean isInvisible(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || Character.isISOControl(c)
        || switch (c) {
          // Hangul fillers and the empty braille pattern, letters and a symbol to Unicode
          case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800 -> true;
          default -> false;
        };
  }
}
