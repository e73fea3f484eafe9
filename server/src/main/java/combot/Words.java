package combot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How commands put things to people. */
final class Words {
  private Words() {}

  /** {@code 1 text}, {@code 2 texts}. */
  static String count(long many, String what) {
    return many + " " + what + (many == 1 ? "" : "s");
  }

  /** {@code brand=Basic think=High}. */
  static String levels(Map<String, String> levels) {
    return levels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * Lines of at most {@code width} characters, broken at white space; a longer word stays whole.
   */
  static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    for (var paragraph : text.strip().split("\\R")) {
      var line = new StringBuilder();
      for (var word : paragraph.strip().split("\\s+")) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
