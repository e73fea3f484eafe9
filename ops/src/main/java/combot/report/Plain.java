package combot.report;

/** Texts without characters that steer a terminal, break XML or turn the reading direction. */
final class Plain {
  private static final int REPLACEMENT = 0xFFFD;

  private Plain() {}

  static String text(String raw) {
    var text = new StringBuilder(raw.length());
    raw.replace("\r\n", "\n").codePoints().map(Plain::harmless).forEach(text::appendCodePoint);
    return text.toString();
  }

  /** The text in one line. */
  static String line(String raw) {
    return text(raw).replace('\n', ' ');
  }

  private static int harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' ? c : c == '\t' || c == '\r' ? ' ' : REPLACEMENT;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
      case Character.SURROGATE, Character.UNASSIGNED -> REPLACEMENT;
      case Character.FORMAT -> turnsDirection(c) ? REPLACEMENT : c;
      default -> c;
    };
  }

  /** Embeddings, overrides and isolates of the Unicode bidirectional algorithm. */
  private static boolean turnsDirection(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
