package combot.classifier;

import java.time.Duration;

/**
 * How much a bounded classifier takes on.
 *
 * @param concurrent texts classified at the same time, 1 or more
 * @param queued texts that may wait beside them, 1 or more
 * @param patience how long a caller waits for its scores, above 0
 */
public record Capacity(int concurrent, int queued, Duration patience) {

  /**
   * As many at once as there are processors; 2,000 wait, which is the admission limit of a machine;
   * 20 s: a thousand people who write at the same moment are served within, and a client that does
   * not retry loses nothing.
   */
  public static final Capacity DEFAULT =
      new Capacity(Runtime.getRuntime().availableProcessors(), 2_000, Duration.ofSeconds(20));

  public Capacity {
    if (concurrent < 1) {
      throw new IllegalArgumentException("concurrent must be >= 1, was " + concurrent);
    }
    if (queued < 1) {
      throw new IllegalArgumentException("queued must be >= 1, was " + queued);
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be > 0, was " + patience);
    }
  }
}
