package combot.classifier;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Ways of typing the same complaint, so that a class doesn't hang on care: without punctuation,
 * with slips of the finger, the beginning only.
 */
final class Variants {
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}\\p{So}\\s]+");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");
  private static final int LEAST_WORDS = 6;

  private Variants() {}

  /** The text itself, then its variants, each once; a function of text and seed. */
  static List<String> of(String text, long seed) {
    var random = new Random(seed ^ text.hashCode() * 0x9E3779B97F4A7C15L);
    var variants = new LinkedHashSet<String>();
    variants.add(text);
    variants.add(PUNCTUATION.matcher(text).replaceAll(""));
    variants.add(slips(text, random));
    String[] sentences = SENTENCE_END.split(text);
    if (sentences.length > 2) {
      String half = String.join(" ", List.of(sentences).subList(0, (sentences.length + 1) / 2));
      if (half.split("\\s+").length >= LEAST_WORDS) {
        variants.add(half);
      }
    }
    return List.copyOf(variants);
  }

  /**
   * About one word in eight mistyped: two letters swapped, one left out or one doubled; the first
   * letter stays.
   */
  private static String slips(String text, Random random) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("\\s+")) {
      words.add(word.length() > 3 && random.nextInt(8) == 0 ? slip(word, random) : word);
    }
    return String.join(" ", words);
  }

  private static String slip(String word, Random random) {
    int at = 1 + random.nextInt(word.length() - 2);
    if (Character.isSurrogate(word.charAt(at)) || Character.isSurrogate(word.charAt(at + 1))) {
      return word;
    }
    String before = word.substring(0, at);
    char letter = word.charAt(at);
    String after = word.substring(at + 1);
    return switch (random.nextInt(3)) {
      case 0 -> before + after.charAt(0) + letter + after.substring(1);
      case 1 -> before + after;
      default -> before + letter + letter + after;
    };
  }
}
