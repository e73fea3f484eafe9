package combot.reply;

import java.util.List;

/** What is thought of a model's answer. */
sealed interface Verdict {

  /** What was found wrong, repaired or not. */
  List<String> findings();

  /** It is said as it came. */
  record Fine(String text) implements Verdict {
    @Override
    public List<String> findings() {
      return List.of();
    }
  }

  /** Its form was mended. */
  record Repaired(String text, List<String> findings) implements Verdict {}

  /** Nobody may see it. */
  record Unusable(List<String> findings) implements Verdict {}
}
