package combot.conversation;

import combot.study.LanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Words that a study wants from a language model in place of a scripted turn.
 *
 * @param scripted the turn that is said if the model gives none that can be used: of the same
 *     condition
 * @param instructions the prompt, its variables filled in
 * @param promptHash SHA-256 of the prompt as the study has it, before anything was filled in
 * @param delivered the treatment that the prompt is written for, as in {@link BotTurn}
 * @param language BCP 47 tag of what is to be written
 * @param said the conversation so far, the message to answer last
 */
public record Wish(
    BotTurn scripted,
    LanguageModel model,
    String instructions,
    String promptHash,
    Map<String, String> delivered,
    String language,
    List<Utterance> said) {

  public Wish {
    said = List.copyOf(said);
  }

  /**
   * The scripted turn, where no model was asked.
   *
   * @param computed until that was known
   * @param errors why not
   */
  public BotTurn unasked(Duration computed, List<String> errors) {
    return scripted.saying(
        new Provenance(
            Provenance.Source.FALLBACK,
            model.provider().id(),
            model.name(),
            null,
            promptHash,
            Map.of(),
            0,
            0,
            0,
            Duration.ZERO,
            computed,
            0,
            List.of(),
            errors,
            null));
  }
}
