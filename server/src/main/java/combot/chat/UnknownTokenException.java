package combot.chat;

/** No conversation is opened by this token. */
public final class UnknownTokenException extends RuntimeException {
  public UnknownTokenException() {
    super("no conversation is opened by this token");
  }
}
