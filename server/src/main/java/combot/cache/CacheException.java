package combot.cache;

/** A cache could not do what it was told; the message says why. */
public final class CacheException extends RuntimeException {
  CacheException(String message) {
    super(message);
  }
}
