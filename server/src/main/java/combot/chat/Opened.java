package combot.chat;

import combot.store.Token;

/** What came of an arrival. */
public sealed interface Opened {

  /**
   * A conversation, with a token that opens it.
   *
   * @param begun whether it is new; {@code false}: it goes on
   */
  record Conversing(Token token, View view, boolean begun) implements Opened {}

  /** A conversation would be new, and none may begin at the moment. */
  record Later() implements Opened {}

  /** The study has all participants it needs, or may pay for. */
  record Full() implements Opened {}
}
