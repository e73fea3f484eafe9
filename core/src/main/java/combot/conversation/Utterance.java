package combot.conversation;

/** A message of a conversation, as a language model is shown it. */
public record Utterance(Speaker speaker, String text) {

  /** Who says it. */
  public enum Speaker {
    BOT,
    PARTICIPANT
  }
}
