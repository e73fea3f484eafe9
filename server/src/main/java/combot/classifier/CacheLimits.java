package combot.classifier;

import java.time.Duration;

/**
 * What a score cache may keep.
 *
 * @param texts most texts it holds, 1 or more; about 0.4 kB each
 * @param ttl how long one is kept after it was classified, above 0
 */
public record CacheLimits(int texts, Duration ttl) {

  /** 10,000 texts for two hours. */
  public static final CacheLimits DEFAULT = new CacheLimits(10_000, Duration.ofHours(2));

  public CacheLimits {
    if (texts < 1) {
      throw new IllegalArgumentException("texts must be >= 1, was " + texts);
    }
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("ttl must be > 0, was " + ttl);
    }
  }
}
