package combot.conversation;

import combot.study.Step;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** From probabilities to a class. */
final class Classes {
  private Classes() {}

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
    var words = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ") + " ";
    return step.cautious().stream().anyMatch(word -> words.contains(" " + word + " "));
  }
}
