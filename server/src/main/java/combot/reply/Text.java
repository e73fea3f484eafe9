package combot.reply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A text by words and sentences, as guards compare them. */
final class Text {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern APOSTROPHE = Pattern.compile("(?<=\\p{L})['’](?=\\p{L})");

  /**
   * Tried at the first of several marks only: else a long row of them keeps it busy for minutes.
   */
  private static final Pattern END =
      Pattern.compile("(?<![.!?…])[.!?…]++[\"'”’»)\\]]*+(?=\\s|$)|[。！？｡]++[」』”）]*+");

  private Text() {}

  /** In lower case, without what stands between them; "don't" is one. */
  static List<String> words(String text) {
    var joined = APOSTROPHE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return WORD.matcher(joined).results().map(it -> it.group()).toList();
  }

  /** All that follow each other, {@code length} at a time. */
  static Set<List<String>> runs(String text, int length) {
    var words = words(text);
    var runs = new HashSet<List<String>>();
    IntStream.rangeClosed(0, words.size() - length)
        .forEach(from -> runs.add(words.subList(from, from + length)));
    return runs;
  }

  /** Whether the words of one stand in another as they are. */
  static boolean holds(String text, List<String> words) {
    return !words.isEmpty() && runs(text, words.size()).contains(words);
  }

  /** The text up to its last whole sentence within {@code most} characters; "" where none is. */
  static String wholeSentences(String text, int most) {
    int end =
        END.matcher(text)
            .results()
            .mapToInt(it -> it.end())
            .filter(it -> it <= most)
            .max()
            .orElse(0);
    return text.substring(0, end);
  }

  /** The sentences, the last one perhaps not whole. */
  static List<String> sentences(String text) {
    var sentences = new ArrayList<String>();
    int from = 0;
    for (var end : END.matcher(text).results().toList()) {
      sentences.add(text.substring(from, end.end()).strip());
      from = end.end();
    }
    if (!text.substring(from).isBlank()) {
      sentences.add(text.substring(from).strip());
    }
    return sentences;
  }

  static boolean isQuestion(String text) {
    return text.matches("(?s).*[?？؟].*");
  }
}
