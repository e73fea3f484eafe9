package combot.loadtest;

/** A load test can't be done, for the reason that it says. */
public final class LoadTestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LoadTestException(String message) {
    super(message);
  }
}
