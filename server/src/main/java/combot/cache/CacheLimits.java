package combot.cache;

import java.time.Duration;

/**
 * What a cache may keep in memory.
 *
 * @param values most values it holds, 1 or more; about 0.2 kB each for the scores of a text
 * @param ttl how long one is kept, in Redis too; whole seconds, 1 or more
 */
public record CacheLimits(int values, Duration ttl) {

  /** 10,000 values for two hours. */
  public static final CacheLimits DEFAULT = new CacheLimits(10_000, Duration.ofHours(2));

  public CacheLimits {
    if (values < 1) {
      throw new IllegalArgumentException("values must be >= 1, was " + values);
    }
    if (ttl.toSeconds() < 1) {
      throw new IllegalArgumentException("ttl must be >= 1 s, was " + ttl);
    }
  }
}
