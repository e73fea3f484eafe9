package combot.classifier;

import java.text.Normalizer;

/**
 * What of a text counts for its class, so that equal texts share a cache entry and no text breaks
 * the tokenizer.
 */
final class Normalised {
  /**
   * 256 tokens are about 1,200 characters of English; what lies beyond is never seen by a model.
   */
  static final int MAX_CHARS = 2_500;

  private Normalised() {}

  /**
   * NFKC, straight quotes, unpaired surrogates replaced by U+FFFD, control characters and white
   * space collapsed to one space, no space at the ends, at most {@value #MAX_CHARS} characters
   * without a code point cut in two.
   */
  static String text(String text) {
    // NFKC can make 18 characters of one (U+FDFA), so both sides are bounded.
    String composed = Normalizer.normalize(first(text, 2 * MAX_CHARS), Normalizer.Form.NFKC);
    var out = new StringBuilder(Math.min(composed.length(), MAX_CHARS));
    boolean gap = false;
    for (int i = 0; i < composed.length(); ) {
      int point = composed.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isWhitespace(point)
          || Character.isISOControl(point)
          || Character.isSpaceChar(point)) {
        gap = !out.isEmpty();
        continue;
      }
      int room = MAX_CHARS - out.length() - (gap ? 1 : 0);
      if (room < Character.charCount(point)) {
        break;
      }
      if (gap) {
        out.append(' ');
        gap = false;
      }
      out.appendCodePoint(plain(point));
    }
    return out.toString();
  }

  private static int plain(int point) {
    return switch (point) {
      case '\u2018', '\u2019', '\u201B', '\u02BC' -> '\'';
      case '\u201C', '\u201D', '\u201F' -> '"';
      default ->
          point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point;
    };
  }

  private static String first(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
  }
}
