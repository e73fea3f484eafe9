package combot.log;

/**
 * What was thrown, without its words: these may be a participant's, as in a parser's complaint.
 * Where it happened is kept.
 */
public final class Wordless extends RuntimeException {

  private Wordless(Throwable thrown, Throwable cause) {
    super(thrown.getClass().getName(), cause, false, true);
    setStackTrace(thrown.getStackTrace());
  }

  /** The same, cause by cause. */
  public static Wordless of(Throwable thrown) {
    var cause = thrown.getCause();
    return new Wordless(thrown, cause == null ? null : of(cause));
  }
}
