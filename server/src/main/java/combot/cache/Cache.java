package combot.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Values by key, and counts by key and minute. Safe for many threads. Whatever was put may be gone
 * at the next look, and no method but {@link #clear} fails over a Redis that doesn't answer.
 */
public interface Cache extends AutoCloseable {

  /** What is kept; each can be cleared by itself. */
  enum Kind {
    VALUES,
    COUNTS
  }

  /** In this process alone. */
  static Cache embedded(CacheLimits limits, Ticker ticker) {
    return new EmbeddedCache(limits, ticker);
  }

  /**
   * Shared by all that use that Redis; a part of it is held in this process. Returns at once,
   * whether or not the Redis is there.
   *
   * @param limits of the part that is held here; the time to live counts in Redis too
   */
  static Cache redis(RedisUrl url, CacheLimits limits, Vertx vertx, InstantSource clock) {
    return new RedisCache(limits, new RedisLink(url, vertx, clock));
  }

  /** The value where this process holds it; never waits. Not to be changed. */
  Optional<byte[]> held(String key);

  /** The value, wherever it is; waits for Redis for a bounded time. Not to be changed. */
  Optional<byte[]> get(String key);

  /** Keeps a value, which is not changed afterwards; never waits. Redis gets small ones only. */
  void put(String key, byte[] value);

  /**
   * Counts one; never waits.
   *
   * @param minute the one to count in, such as minutes since 1970
   * @return how many were counted under that key in that minute, this one included. Those that
   *     other processes counted a moment ago may be missing.
   */
  int count(String key, long minute);

  /** How long a value lives on, where it is shared if it is; waits for Redis for a bounded time. */
  Optional<Duration> left(String key);

  /** What it was asked to keep. */
  CacheLimits limits();

  /** Most values that this process holds, as is enforced; 0 where nothing bounds them. */
  long capacity();

  /** Lets go of the values that this process holds, to give memory back. */
  void freeMemory();

  /**
   * Removes all of one kind, in Redis too, and nothing that isn't ours there. Takes its time: call
   * it from where waiting is allowed.
   *
   * @return how many were removed where they are shared, else here; about
   * @throws CacheException if Redis doesn't answer; what this process holds is removed all the same
   */
  long clear(Kind kind);

  /** As {@link #clear(Kind)}, of all kinds. */
  default long clear() {
    long removed = 0;
    for (var kind : Kind.values()) {
      removed += clear(kind);
    }
    return removed;
  }

  /** Figures of now; never waits. */
  CacheFigures figures();

  @Override
  void close();
}
