package combot.conversation;

import java.util.List;
import java.util.Optional;

/** What the engine wants from its shell: an answer from outside, or nothing more. */
public sealed interface Ask {

  /**
   * The probability of each class of {@code text}; go on with {@link Engine#resume}.
   *
   * @param text the message to classify
   * @param state at the step that classifies
   * @param replies what the bot says before, kept for the answer
   * @param contact the contact that the message held, kept for the answer
   */
  record Classify(String text, State state, List<BotTurn> replies, Optional<String> contact)
      implements Ask {
    public Classify {
      replies = List.copyOf(replies);
    }
  }

  /** The engine has an answer. */
  sealed interface Done extends Ask {}

  /**
   * The message was taken and the conversation moved on.
   *
   * @param replies what the bot says, in order; never empty
   * @param contact the address or id that the message held, where the step asked for one
   */
  record Advanced(List<BotTurn> replies, State next, Optional<String> contact) implements Done {
    public Advanced {
      replies = List.copyOf(replies);
      if (replies.isEmpty()) {
        throw new IllegalArgumentException("replies must not be empty, at " + next);
      }
    }
  }

  /**
   * The message holds no contact of the kind asked for: it is kept as said, the bot asks again, and
   * the state stays.
   */
  record AskedAgain(BotTurn reply) implements Done {}

  /** The message is blank: nothing is kept. */
  record Blank() implements Done {}

  /** The conversation was over already: nothing is kept. */
  record Over() implements Done {}
}
