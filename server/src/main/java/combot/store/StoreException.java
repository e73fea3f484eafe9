package combot.store;

/**
 * The database could not do what was asked. Nothing of it was stored, or, if it was only late, it
 * may be still; trying again later is safe, since requests and turns have numbers.
 */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
