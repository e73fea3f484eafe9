package combot.reply;

import combot.study.Generation;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * For whom, and until when, words are wanted.
 *
 * @param studyId under which costs are counted
 * @param generation the study's
 * @param deadline on the scale of {@link System#nanoTime}
 * @param shown told what may be shown of the words already, from their beginning, as it grows; told
 *     nothing where the words are no model's. Empty: nobody listens, and nothing is streamed
 */
public record Occasion(
    String studyId,
    String conversationId,
    Generation generation,
    long deadline,
    Optional<Consumer<String>> shown) {

  /** The same where any amount may be spent. */
  public Occasion uncapped() {
    return new Occasion(studyId, conversationId, generation.uncapped(), deadline, shown);
  }
}
