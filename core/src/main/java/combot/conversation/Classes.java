package combot.conversation;

import combot.study.Step;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** From probabilities to a class. */
final class Classes {
  private Classes() {}

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /** The likeliest class if it is likely enough, the step's {@code otherwise} if not. */
  static String decide(
      Step.Classify step, Collection<String> classes, String text, Map<String, Double> scores) {
    double enough = isCautious(step, text) ? step.cautiousThreshold() : step.threshold();
    return classes.stream()
        .filter(scores::containsKey)
        .max(Comparator.comparingDouble(scores::get))
        .filter(likeliest -> scores.get(likeliest) >= enough)
        .orElse(step.otherwise());
  }

  private static boolean isCautious(Step.Classify step, String text) {
    var words = words(text);
    return step.cautious().stream().anyMatch(phrase -> words.contains(words(phrase)));
  }

  /** Lower case, one space before, between and after: {@code "Don't!"} is {@code " don t "}. */
  private static String words(String text) {
    var spaced = BETWEEN_WORDS.matcher(" " + text.toLowerCase(Locale.ROOT) + " ");
    return spaced.replaceAll(" ");
  }
}
