package combot.control;

/** What was asked of a running Combot was not done; the message says why, and what to do. */
public final class ControlException extends RuntimeException {

  public ControlException(String message) {
    super(message);
  }
}
