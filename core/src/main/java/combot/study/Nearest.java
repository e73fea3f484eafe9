package combot.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * {@code did you mean 'x'?} where a known name is near, else {@code known are a, b, c}; empty
   * where nothing is known.
   */
  public static String hint(String word, Collection<String> known) {
    return find(word, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElse(known.isEmpty() ? "" : "known are " + String.join(", ", known));
  }

  /** The known name that is fewest edits away, if these are at most a third of the word. */
  public static Optional<String> find(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    // one edit of a word of two letters is any other; letter case may still differ
    int allowed = word.length() < 3 ? 0 : Math.clamp(word.length() / 3, 1, 3);
    return known.stream()
        .filter(
            k -> Math.abs(k.length() - word.length()) <= allowed && distance(word, k) <= allowed)
        .min(Comparator.comparingInt(k -> distance(word, k)));
  }

  /**
   * Insertions, deletions, substitutions and swaps of neighbours, letter case ignored (optimal
   * string alignment).
   */
  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
