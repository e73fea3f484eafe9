package combot.loadtest;

/**
 * A file of complaints can't be used; the message names the file, each line, and how to mend it.
 */
public final class InvalidComplaintsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidComplaintsException(String message) {
    super(message);
  }

  InvalidComplaintsException(String message, Throwable cause) {
    super(message, cause);
  }
}
