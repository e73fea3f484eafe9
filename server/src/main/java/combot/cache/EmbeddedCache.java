package combot.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Caffeine. Counts are bounded in number like values, and forgotten once their minute is over. */
final class EmbeddedCache implements Cache {
  private static final int COUNTERS_AT_MOST = 10_000;
  private static final Duration COUNTER_REST = Duration.ofMinutes(2);

  private static final class Counter {
    private long minute;
    private int count;

    synchronized int next(long now) {
      if (minute != now) {
        minute = now;
        count = 0;
      }
      return ++count;
    }

    synchronized void raise(long of, long to) {
      if (minute == of) {
        count = Math.clamp(to, count, Integer.MAX_VALUE);
      }
    }
  }

  private final com.github.benmanes.caffeine.cache.Cache<String, byte[]> values;
  private final com.github.benmanes.caffeine.cache.Cache<String, Counter> counters;
  private final CacheLimits limits;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  EmbeddedCache(CacheLimits limits, Ticker ticker) {
    this(
        limits,
        Caffeine.newBuilder()
            .maximumSize(limits.values())
            .expireAfterWrite(limits.ttl())
            .ticker(ticker)
            .executor(Runnable::run)
            .build(),
        ticker);
  }

  /**
   * @param values keeps them as its own policies say, which should be those of {@code limits}
   */
  EmbeddedCache(
      CacheLimits limits,
      com.github.benmanes.caffeine.cache.Cache<String, byte[]> values,
      Ticker ticker) {
    this.limits = limits;
    this.values = values;
    this.counters =
        Caffeine.newBuilder()
            .maximumSize(COUNTERS_AT_MOST)
            .expireAfterAccess(COUNTER_REST)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Optional<byte[]> held(String key) {
    var value = Optional.ofNullable(values.getIfPresent(key));
    if (value.isPresent()) {
      hits.increment();
    }
    return value;
  }

  @Override
  public Optional<byte[]> get(String key) {
    var value = held(key);
    if (value.isEmpty()) {
      misses.increment();
    }
    return value;
  }

  @Override
  public void put(String key, byte[] value) {
    values.put(key, value);
  }

  @Override
  public Optional<Duration> left(String key) {
    var expiry = values.policy().expireAfterWrite().orElseThrow();
    return expiry.ageOf(key).map(expiry.getExpiresAfter()::minus);
  }

  @Override
  public CacheLimits limits() {
    return limits;
  }

  @Override
  public long capacity() {
    return values.policy().eviction().map(Policy.Eviction::getMaximum).orElse(0L);
  }

  @Override
  public int count(String key, long minute) {
    return counters.get(key, _ -> new Counter()).next(minute);
  }

  /** Others counted too: {@code to} in all. */
  void raise(String key, long minute, long to) {
    var counter = counters.getIfPresent(key);
    if (counter != null) {
      counter.raise(minute, to);
    }
  }

  @Override
  public void freeMemory() {
    values.invalidateAll();
  }

  @Override
  public long clear(Kind kind) {
    var cleared =
        switch (kind) {
          case VALUES -> values;
          case COUNTS -> counters;
        };
    long removed = cleared.estimatedSize();
    cleared.invalidateAll();
    return removed;
  }

  @Override
  public CacheFigures figures() {
    return new CacheFigures(
        "embedded",
        Optional.empty(),
        hits.sum(),
        0,
        misses.sum(),
        values.estimatedSize(),
        oldest());
  }

  private Duration oldest() {
    var expiry = values.policy().expireAfterWrite().orElseThrow();
    var oldest = expiry.oldest(Stream<Policy.CacheEntry<String, byte[]>>::findFirst);
    return oldest.flatMap(entry -> expiry.ageOf(entry.getKey())).orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    clear();
  }
}
