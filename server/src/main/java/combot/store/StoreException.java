package combot.store;

/**
 * The database could not do what was asked: nothing of it was stored, and trying again later is
 * safe.
 */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
