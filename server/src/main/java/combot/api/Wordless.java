package combot.api;

/**
 * What was thrown, without its words: these may be a participant's, as in a parser's complaint.
 * Where it happened is kept.
 */
final class Wordless extends RuntimeException {

  private Wordless(Throwable thrown, Throwable cause) {
    super(thrown.getClass().getName(), cause, false, true);
    setStackTrace(thrown.getStackTrace());
  }

  static Wordless of(Throwable thrown) {
    var cause = thrown.getCause();
    return new Wordless(thrown, cause == null ? null : of(cause));
  }
}
