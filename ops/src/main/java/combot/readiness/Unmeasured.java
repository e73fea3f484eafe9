package combot.readiness;

/** Something can't be told; the message says why, and what to do about it. */
final class Unmeasured extends Exception {
  private static final long serialVersionUID = 1;

  Unmeasured(String message) {
    super(message);
  }
}
