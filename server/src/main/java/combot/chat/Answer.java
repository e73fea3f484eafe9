package combot.chat;

import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Turn;
import combot.study.Step;
import combot.study.Study;
import java.util.List;
import java.util.Optional;

/**
 * What came of a message.
 *
 * @param conversation as it was before
 * @param after where the conversation stands once the message is answered
 * @param replies what the bot said to it, in order; empty unless it was taken
 */
public record Answer(
    Outcome outcome, Study study, Conversation conversation, State after, List<Turn> replies) {

  public enum Outcome {
    /** Stored, and the conversation moved on. */
    TAKEN,
    /** Stored, but it holds no contact as the step asks for: the bot asks again. */
    ASKED_AGAIN,
    /** Blank: nothing stored. */
    BLANK,
    /** The conversation was over: nothing stored. */
    OVER
  }

  public Answer {
    replies = List.copyOf(replies);
  }

  /** Whether the message was a contact as the study asked for; empty where it asked for none. */
  public Optional<Boolean> contactAccepted() {
    return switch (outcome) {
      case ASKED_AGAIN -> Optional.of(false);
      case TAKEN -> answered() instanceof Step.Contact ? Optional.of(true) : Optional.empty();
      case BLANK, OVER -> Optional.empty();
    };
  }

  /** The step of the flow that the message answered. */
  private Step answered() {
    var before =
        Engine.enter(
            study,
            after.condition(),
            after.seed(),
            after.progress() - 1,
            after.complaintClass(),
            after.scores());
    return study.flow().get(before.step());
  }
}
