package combot.chat;

/**
 * A message that is stored had no answer in time; to say the same again finds its answer, or has it
 * answered.
 */
public final class UnansweredException extends RuntimeException {
  UnansweredException() {
    super("a message of the conversation was not answered in time");
  }
}
