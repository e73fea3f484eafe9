package combot.chat;

/** A request carries the id of another one; nothing was stored. */
public final class IdReusedException extends RuntimeException {

  private final String field;

  IdReusedException(String field, String reason) {
    super(reason + ": each needs an id of its own, and only a repeated one the same");
    this.field = field;
  }

  /** {@code requestId} or {@code turnId}. */
  public String field() {
    return field;
  }
}
