package combot.reply;

import combot.conversation.BotTurn;
import combot.conversation.Wish;
import combot.study.Generation;

/**
 * Finds the words for a turn that a study wants a language model to write. Safe for many threads.
 */
public interface Speaker {

  /**
   * The turn with a model's words, or the scripted one, its provenance telling which and why. Waits
   * until the deadline at most, and throws nothing for whatever an endpoint does.
   */
  BotTurn speak(Wish wish, Occasion occasion);

  /**
   * Whether what a study may spend, in all or today, is spent: then a study whose cap says so lets
   * nobody new in.
   */
  default boolean isSpent(String studyId, Generation generation) {
    return false;
  }
}
