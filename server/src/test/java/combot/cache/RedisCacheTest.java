package combot.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.store.Together;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes' caches on one real Redis, which has its moods. */
@Timeout(120)
class RedisCacheTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final RedisProcess REDIS = new RedisProcess();
  private static final Vertx VERTX = Vertx.vertx();

  private final List<String> log = new ArrayList<>();
  private final Handler watch =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          synchronized (log) {
            log.add(logged.getMessage().formatted(logged.getParameters()));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Cache one;
  private Cache other;

  @BeforeEach
  void connect() {
    REDIS.say("FLUSHALL");
    Logger.getLogger(RedisLink.class.getName()).addHandler(watch);
    one = open();
    other = open();
    awaitState(one, "ok");
    awaitState(other, "ok");
    // A busy machine may have been too slow for the first look.
    Together.await("the log to be even", () -> told("is not used") == told("is used again"));
    synchronized (log) {
      log.clear();
    }
  }

  @AfterEach
  void disconnect() {
    one.close();
    other.close();
    Logger.getLogger(RedisLink.class.getName()).removeHandler(watch);
  }

  @AfterAll
  static void stop() {
    VERTX.close();
    REDIS.close();
  }

  private static Cache open() {
    return Cache.redis(RedisUrl.parse(REDIS.address()), CacheLimits.DEFAULT, VERTX, () -> NOW);
  }

  @Test
  void tellsHowLongAValueLivesOnInRedisItself() {
    assertThat(one.left("a")).isEmpty();
    share(one, "a", "value");
    assertThat(left(other, "a")).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
    Together.await(
        "its life to be shortened, also if it is put once more",
        () -> {
          REDIS.say("EXPIRE", "combot:value:a", "60");
          return left(one, "a").compareTo(Duration.ofSeconds(60)) <= 0;
        });
    assertThat(left(one, "a")).isGreaterThan(Duration.ofSeconds(50));
    REDIS.say("PERSIST", "combot:value:a");
    assertThat(one.left("a")).as("for ever is no time").isEmpty();
  }

  /** Asks until Redis tells, for a busy machine may be too slow for it once. */
  private static Duration left(Cache cache, String key) {
    var left = new AtomicReference<Duration>();
    Together.await(
        "the time that is left",
        () -> {
          cache.left(key).ifPresent(left::set);
          return left.get() != null;
        });
    return left.get();
  }

  private static void awaitState(Cache cache, String state) {
    Together.await("the cache to be " + state, () -> cache.figures().state().equals(state));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts until it is in Redis, for a busy machine may be too slow for it once. */
  private static void share(Cache from, String key, String value) {
    Together.await(
        key + " to be in Redis",
        () -> {
          from.put(key, bytes(value));
          return REDIS.say("EXISTS", "combot:value:" + key).equals("1");
        });
  }

  private static void awaitValue(Cache cache, String key, String value) {
    Together.await(key + " to be found", () -> cache.get(key).isPresent());
    assertThat(cache.held(key)).contains(bytes(value));
  }

  @Test
  void anotherProcessFindsWhatOneHasPut() {
    share(one, "a", "value");
    assertThat(other.held("a")).isEmpty();
    awaitValue(other, "a", "value");
    assertThat(other.get("none")).isEmpty();
    assertThat(other.figures())
        .satisfies(it -> {
          assertThat(it.kind()).isEqualTo("redis");
          assertThat(it.hits()).isEqualTo(2);
          assertThat(it.sharedHits()).isEqualTo(1);
          assertThat(it.misses()).isPositive();
          assertThat(it.entries()).isEqualTo(1);
        });
  }

  @Test
  void everyKeyOfOursExpires() {
    share(one, "a", "value");
    awaitCount(one);
    assertThat(REDIS.keys("*")).contains("combot:count:somebody:7", "combot:value:a");
    assertThat(REDIS.keys("*"))
        .allSatisfy(key -> {
          assertThat(key).startsWith("combot:");
          // -2: gone since, as the probe is after 10 s
          assertThat(REDIS.say("TTL", key)).isNotEqualTo("-1");
        });
    assertThat(Integer.parseInt(REDIS.say("TTL", "combot:value:a"))).isBetween(7_000, 7_200);
    assertThat(Integer.parseInt(REDIS.say("TTL", "combot:count:somebody:7"))).isBetween(1, 120);
  }

  private static void awaitCount(Cache cache) {
    Together.await(
        "the count",
        () -> {
          cache.count("somebody", 7);
          return !REDIS.keys("combot:count:somebody:7").isEmpty();
        });
  }

  @Test
  void keepsWhatIsBigToItself() {
    one.put("big", new byte[4_097]);
    share(one, "small", "value");
    assertThat(one.held("big")).isPresent();
    assertThat(REDIS.keys("combot:value:*")).containsExactly("combot:value:small");
    REDIS.say("SET", "combot:value:strange", "x".repeat(4_097));
    assertThat(one.get("strange")).as("nobody of ours has put that").isEmpty();
  }

  @Test
  void countsTogether() {
    Together.await(
        "others to count",
        () -> {
          other.count("somebody", 7);
          return REDIS.say("GET", "combot:count:somebody:7").matches("[1-9]\\d+");
        });
    var own = new AtomicInteger();
    Together.await(
        "one to hear of them", () -> one.count("somebody", 7) > own.incrementAndGet() + 5);
    assertThat(one.count("somebody", 8)).isEqualTo(1);
  }

  @Test
  void clearsItsOwnKeysAndNoOthers() {
    var foreign = List.of("combo", "combotvalue:x", "value:combot:x", "xcombot:value:a");
    foreign.forEach(key -> REDIS.say("SET", key, "theirs"));
    var fill = "for i = 1, 1200 do redis.call('SET', 'combot:value:' .. i, 'v') end";
    REDIS.say("EVAL", fill, "0");
    awaitCount(one);

    assertThat(other.clear(Cache.Kind.VALUES)).isEqualTo(1_200);
    assertThat(REDIS.keys("combot:value:*")).isEmpty();
    assertThat(REDIS.keys("combot:count:*")).containsExactly("combot:count:somebody:7");
    assertThat(other.clear()).isEqualTo(1);
    assertThat(REDIS.keys("*")).contains(foreign.toArray(String[]::new));
  }

  @Test
  void clearingTellsWhereRedisIsGone() {
    one.put("a", bytes("value"));
    REDIS.kill();
    try {
      assertThatThrownBy(() -> one.clear())
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("could not be cleared: ")
          .hasMessageNotContaining("p%40");
      assertThat(one.held("a")).isEmpty();
    } finally {
      REDIS.start();
    }
  }

  @Test
  void goesOnWhenRedisIsKilledAndPicksItUpAgain() {
    REDIS.kill();
    awaitLoss();
    REDIS.start();
    awaitReturn();
  }

  @Test
  void noticesAlsoWhileNobodyAsks() {
    REDIS.kill();
    try {
      awaitState(one, "degraded");
    } finally {
      REDIS.start();
    }
    awaitState(one, "ok");
  }

  @Test
  void goesOnWhenRedisIsStoppedAndPicksItUpAgain() {
    REDIS.halt();
    try {
      awaitLoss();
      assertThat(one.figures().outage().orElseThrow().why()).isEqualTo("no answer in time");
    } finally {
      REDIS.goOn();
    }
    awaitReturn();
  }

  @Test
  void goesOnWhenRedisPausesAndPicksItUpAgain() throws Exception {
    // It pauses for whoever said so, too.
    var saying = Thread.startVirtualThread(() -> REDIS.say("CLIENT", "PAUSE", "5000", "ALL"));
    awaitLoss();
    awaitReturn();
    saying.join();
  }

  @Test
  void goesOnWhenRedisIsFullAndPicksItUpAgain() {
    share(one, "before", "value");
    REDIS.say("CONFIG", "SET", "maxmemory", "1");
    awaitLoss();
    assertThat(one.figures().outage().orElseThrow().why()).startsWith("OOM").hasLineCount(1);
    REDIS.say("CONFIG", "SET", "maxmemory", "0");
    awaitReturn();
    awaitValue(other, "before", "value");
  }

  /** Values come and go all the same, and those who ask are soon not made to wait at all. */
  private void awaitLoss() {
    Together.await(
        "the loss to be noticed",
        () -> {
          one.put("a", bytes("here"));
          assertThat(one.get("a")).contains(bytes("here"));
          return one.figures().state().equals("degraded");
        });
    assertThat(one.figures().outage().orElseThrow().since()).isEqualTo(NOW);
    for (int i = 0; i < 1_000; i++) {
      assertThat(one.get("none" + i)).isEmpty();
      assertThat(one.count("somebody", 7)).isEqualTo(i + 1);
    }
  }

  private void awaitReturn() {
    awaitState(one, "ok");
    share(one, "after", "value");
    awaitValue(other, "after", "value");
    Together.await("the log to tell it", () -> told("is used again") > 0);
    synchronized (log) {
      assertThat(log).anySatisfy(it -> assertThat(it).contains("is not used until it works again"));
      assertThat(log).as("not told for each of the requests").hasSizeLessThan(100);
      assertThat(log).allSatisfy(it -> assertThat(it).doesNotContain("p%40ss", "p@ss"));
    }
  }

  private long told(String words) {
    synchronized (log) {
      return log.stream().filter(it -> it.contains(words)).count();
    }
  }

  @Test
  void tellsOnceOfARedisThatFailsSomeCommandsOnly() {
    REDIS.say("ACL", "SETUSER", "default", "-get");
    try {
      for (int losses = 0; losses < 3; losses++) {
        awaitState(one, "ok");
        Together.await(
            "a loss", () -> one.get("none").isEmpty() && one.figures().state().equals("degraded"));
      }
      assertThat(told("is not used until it works again")).isEqualTo(1);
      assertThat(told("is used again")).isZero();
    } finally {
      REDIS.say("ACL", "SETUSER", "default", "+get");
    }
    Together.await("the log to tell of the return", () -> told("is used again") > 0);
    assertThat(one.figures().state()).isEqualTo("ok");
    assertThat(told("is not used until it works again")).isEqualTo(1);
  }

  @Test
  void startsWithoutRedisAndPicksItUpWhenItComes() {
    REDIS.kill();
    try (var late = open()) {
      Together.await(
          "the reason", () -> late.figures().outage().orElseThrow().why().contains("refused"));
      late.put("a", bytes("here"));
      assertThat(late.get("a")).contains(bytes("here"));
      REDIS.start();
      awaitState(late, "ok");
    }
  }

  @Test
  void saysThatThePasswordIsWrong() {
    var address = REDIS.address().replaceFirst(":[^:@]*@", ":wrong@");
    try (var refused =
        Cache.redis(RedisUrl.parse(address), CacheLimits.DEFAULT, VERTX, () -> NOW)) {
      Together.await(
          "the reason", () -> refused.figures().outage().orElseThrow().why().contains("WRONGPASS"));
    }
  }

  @Test
  void forgetsInTimeAsRedisDoes() {
    var limits = new CacheLimits(10, Duration.ofSeconds(1));
    try (var brief = Cache.redis(RedisUrl.parse(REDIS.address()), limits, VERTX, () -> NOW)) {
      awaitState(brief, "ok");
      share(brief, "a", "value");
      Together.await("it to be forgotten", () -> brief.get("a").isEmpty());
    }
  }
}
