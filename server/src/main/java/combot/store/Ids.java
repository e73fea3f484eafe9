package combot.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Identifiers of rows: UUIDs of version 7 (RFC 9562), which begin with the time. The turns of
 * conversations that run at the same time so lie side by side in the indexes, and a commit dirties
 * few pages however large the file has grown.
 */
final class Ids {
  private Ids() {}

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** Not above any that was made then or later. */
  static String from(Instant then) {
    return new UUID(then.toEpochMilli() << 16, 0).toString();
  }

  /** 48 bits of milliseconds, 74 random ones. */
  static String next(Instant now) {
    long high = now.toEpochMilli() << 16 | VERSION_7 | RANDOM.nextInt(0x1000);
    long low = VARIANT | RANDOM.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
