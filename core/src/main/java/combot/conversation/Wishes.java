package combot.conversation;

import combot.study.Sha256;
import combot.study.Study;
import java.util.List;
import java.util.Optional;

/** What a study wants a language model to say. */
public final class Wishes {
  private Wishes() {}

  /**
   * The words wanted in place of a turn that the engine gave.
   *
   * @param state after the message that is answered
   * @param said the conversation so far, that message last
   * @return empty where the study has no prompt for the turn's text, or no model, in this condition
   */
  public static Optional<Wish> of(Study study, State state, BotTurn turn, List<Utterance> said) {
    var condition = state.condition();
    var found = state.complaintClass();
    var name = turn.source().replaceFirst("#.*", "");
    var model = study.generation().flatMap(it -> it.model().find(condition, found));
    var prompts = Optional.ofNullable(study.prompts().get(name));
    var prompt = prompts.flatMap(it -> it.find(condition, found));
    return model.flatMap(chosen ->
        prompt.map(told ->
            new Wish(
                turn,
                chosen.value(),
                told.value().instructions(),
                Sha256.of(told.value().instructions()),
                BotTurn.carried(told.when()),
                study.language(),
                said)));
  }
}
