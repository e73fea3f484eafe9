package combot.chat;

/** A message has more characters than its study takes; nothing was stored. */
public final class MessageTooLongException extends RuntimeException {
  MessageTooLongException(int length, int limit) {
    super("must have at most " + limit + " characters, had " + length);
  }
}
