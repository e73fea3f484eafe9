package combot.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Redis behind a part that is held in memory. Every key begins with {@value #OURS} and is written
 * together with its time to live.
 *
 * <p>A request waits for Redis only where a value is looked for that is not held here. Counts are
 * kept here and sent on; what Redis answers raises them, so that a limit on them costs nobody a
 * wait, and is exceeded at most by what was under way meanwhile.
 */
final class RedisCache implements Cache {
  static final String OURS = "combot:";
  private static final String VALUES = OURS + "value:";
  private static final String COUNTS = OURS + "count:";

  /** Scores of 512 classes. */
  private static final int VALUE_BYTES_AT_MOST = 4_096;

  private static final int COUNT_SECONDS = 120;

  private final EmbeddedCache memory;
  private final RedisLink link;
  private final long ttlSeconds;
  private final LongAdder hits = new LongAdder();

  RedisCache(CacheLimits limits, RedisLink link) {
    this.memory = new EmbeddedCache(limits, Ticker.systemTicker());
    this.link = link;
    this.ttlSeconds = limits.ttl().toSeconds();
  }

  @Override
  public Optional<byte[]> held(String key) {
    return memory.held(key);
  }

  @Override
  public Optional<byte[]> get(String key) {
    var held = memory.get(key);
    if (held.isPresent()) {
      return held;
    }
    var found =
        link.ask(Request.cmd(Command.GET).arg(VALUES + key))
            .map(Response::toBytes)
            .filter(value -> value.length <= VALUE_BYTES_AT_MOST);
    found.ifPresent(value -> {
      hits.increment();
      memory.put(key, value);
    });
    return found;
  }

  @Override
  public void put(String key, byte[] value) {
    memory.put(key, value);
    if (value.length <= VALUE_BYTES_AT_MOST) {
      var set = Request.cmd(Command.SET).arg(VALUES + key).arg(value).arg("EX").arg(ttlSeconds);
      link.tell(List.of(set), _ -> {});
    }
  }

  @Override
  public Optional<Duration> left(String key) {
    return link.ask(Request.cmd(Command.PTTL).arg(VALUES + key))
        .map(Response::toLong)
        .filter(millis -> millis >= 0)
        .map(Duration::ofMillis);
  }

  @Override
  public CacheLimits limits() {
    return memory.limits();
  }

  @Override
  public long capacity() {
    return memory.capacity();
  }

  @Override
  public int count(String key, long minute) {
    int here = memory.count(key, minute);
    var shared = COUNTS + key + ":" + minute;
    link.tell(
        List.of(
            // Together, or a count could stay without an end.
            Request.cmd(Command.MULTI),
            Request.cmd(Command.INCR).arg(shared),
            Request.cmd(Command.EXPIRE).arg(shared).arg(COUNT_SECONDS),
            Request.cmd(Command.EXEC)),
        replies -> memory.raise(key, minute, replies.getLast().get(0).toLong()));
    return here;
  }

  @Override
  public void freeMemory() {
    memory.freeMemory();
  }

  @Override
  public long clear(Kind kind) {
    memory.clear(kind);
    return link.remove(
        switch (kind) {
          case VALUES -> VALUES;
          case COUNTS -> COUNTS;
        });
  }

  @Override
  public CacheFigures figures() {
    var here = memory.figures();
    long shared = hits.sum();
    return new CacheFigures(
        "redis",
        link.outage(),
        here.hits() + shared,
        shared,
        Math.max(0, here.misses() - shared),
        here.entries(),
        here.oldest());
  }

  @Override
  public void close() {
    link.close();
    memory.close();
  }
}
