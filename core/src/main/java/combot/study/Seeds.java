package combot.study;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Reproducible randomness: independent streams from one seed, named by what they are for. */
public final class Seeds {
  private Seeds() {}

  /**
   * A generator whose stream is a function of the three arguments alone. SHA-256 separates streams
   * whose seeds or numbers are neighbours, which {@link Random}'s own seeding does not.
   */
  public static Random random(long seed, String purpose, long number) {
    return new Random(mix(seed, purpose, number));
  }

  /** 64 well mixed bits from the three arguments. */
  public static long mix(long seed, String purpose, long number) {
    var digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(16).putLong(seed).putLong(number).flip());
    return ByteBuffer.wrap(digest.digest(purpose.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
