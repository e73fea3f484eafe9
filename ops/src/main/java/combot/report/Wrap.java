package combot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Breaks texts between words, and words that are longer than a line wherever the line ends. */
final class Wrap {

  /**
   * Places that a code point takes in a terminal: none for marks that combine, two for wide ones.
   */
  static final IntToDoubleFunction CELLS = Wrap::cells;

  private final IntToDoubleFunction widths;
  private final double width;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private double used;

  private Wrap(double width, IntToDoubleFunction widths) {
    this.width = width;
    this.widths = widths;
  }

  /**
   * @param text plain, see {@link Plain}
   * @return at least one line; none wider than {@code width} unless a single character is
   */
  static List<String> lines(String text, double width, IntToDoubleFunction widths) {
    var wrap = new Wrap(width, widths);
    for (var line : text.split("\n", -1)) {
      for (var word : line.strip().split(" +")) {
        wrap.add(word);
      }
      wrap.end();
    }
    return wrap.lines;
  }

  static double width(String text, IntToDoubleFunction widths) {
    return text.codePoints().mapToDouble(widths::applyAsDouble).sum();
  }

  static int cells(String text) {
    return (int) width(text, CELLS);
  }

  private void add(String word) {
    double space = line.isEmpty() ? 0 : widths.applyAsDouble(' ');
    double needed = width(word, widths);
    if (used + space + needed > width && !line.isEmpty()) {
      end();
      space = 0;
    }
    if (space > 0) {
      line.append(' ');
    }
    used += space;
    if (used + needed <= width) {
      line.append(word);
      used += needed;
    } else {
      word.codePoints().forEach(this::addBroken);
    }
  }

  private void addBroken(int c) {
    if (used + widths.applyAsDouble(c) > width && !line.isEmpty()) {
      end();
    }
    line.appendCodePoint(c);
    used += widths.applyAsDouble(c);
  }

  private void end() {
    lines.add(line.toString());
    line.setLength(0);
    used = 0;
  }

  private static double cells(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  /** The ranges of Unicode's East Asian Width W and F, roughly, and pictographs. */
  private static boolean isWide(int c) {
    return c >= 0x1100 && c <= 0x115F
        || c >= 0x2E80 && c <= 0xA4CF
        || c >= 0xAC00 && c <= 0xD7A3
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0xFE30 && c <= 0xFE6F
        || c >= 0xFF00 && c <= 0xFF60
        || c >= 0x1F300 && c <= 0x1FAFF
        || c >= 0x20000 && c <= 0x3FFFD;
  }
}
