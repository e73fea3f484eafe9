package combot.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import combot.store.Together;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedCacheTest {
  private final AtomicLong now = new AtomicLong();
  private final Cache cache = Cache.embedded(new CacheLimits(10, Duration.ofHours(2)), now::get);

  private static byte[] bytes(int value) {
    return new byte[] {(byte) value};
  }

  @Test
  void tellsHowItDoes() {
    assertThat(cache.get("a")).isEmpty();
    cache.put("a", bytes(1));
    now.addAndGet(Duration.ofSeconds(30).toNanos());
    cache.put("b", bytes(2));
    assertThat(cache.get("a")).contains(bytes(1));
    assertThat(cache.held("b")).contains(bytes(2));
    assertThat(cache.held("c")).as("looked for here alone: no miss yet").isEmpty();
    assertThat(cache.figures())
        .isEqualTo(
            new CacheFigures("embedded", Optional.empty(), 2, 0, 1, 2, Duration.ofSeconds(30)));
    assertThat(cache.figures().state()).isEqualTo("ok");
  }

  @Test
  void tellsHowLongAValueLivesOn() {
    assertThat(cache.left("a")).isEmpty();
    cache.put("a", bytes(1));
    assertThat(cache.left("a")).contains(Duration.ofHours(2));
    now.addAndGet(Duration.ofMinutes(119).toNanos());
    cache.get("a");
    assertThat(cache.left("a")).contains(Duration.ofMinutes(1));
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(cache.left("a")).isEmpty();
    assertThat(cache.limits()).isEqualTo(new CacheLimits(10, Duration.ofHours(2)));
    assertThat(cache.capacity()).isEqualTo(10);
  }

  @Test
  void tellsWhatItsPoliciesDoAndNotWhatItWasAsked() {
    var values = Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).ticker(now::get);
    var other = new EmbeddedCache(cache.limits(), values.build(), now::get);
    other.put("a", bytes(1));
    assertThat(other.left("a")).contains(Duration.ofHours(1));
    assertThat(other.capacity()).as("nothing bounds it").isZero();
  }

  @Test
  void anEmptyOneHasNoAge() {
    assertThat(cache.figures().oldest()).isZero();
  }

  @Test
  void countsByKeyAndMinute() {
    assertThat(cache.count("a", 7)).isEqualTo(1);
    assertThat(cache.count("a", 7)).isEqualTo(2);
    assertThat(cache.count("b", 7)).isEqualTo(1);
    assertThat(cache.count("a", 8)).isEqualTo(1);
  }

  @Test
  void missesNoneOfThoseThatCountAtOnce() {
    var counted = new HashSet<>(Together.run(200, _ -> cache.count("a", 7)));
    assertThat(counted).isEqualTo(new HashSet<>(IntStream.rangeClosed(1, 200).boxed().toList()));
  }

  @Test
  void clearsOneKindOrAll() {
    cache.put("a", bytes(1));
    cache.count("a", 7);
    assertThat(cache.clear(Cache.Kind.COUNTS)).isEqualTo(1);
    assertThat(cache.count("a", 7)).isEqualTo(1);
    assertThat(cache.held("a")).isPresent();
    assertThat(cache.clear()).isEqualTo(2);
    assertThat(cache.held("a")).isEmpty();
  }

  @Test
  void givingMemoryBackLeavesTheCounts() {
    cache.put("a", bytes(1));
    cache.count("a", 7);
    cache.freeMemory();
    assertThat(cache.held("a")).isEmpty();
    assertThat(cache.count("a", 7)).isEqualTo(2);
  }

  @Test
  void refusesLimitsThatKeepNothing() {
    assertThatThrownBy(() -> new CacheLimits(0, Duration.ofHours(2)))
        .hasMessage("values must be >= 1, was 0");
    assertThatThrownBy(() -> new CacheLimits(1, Duration.ofMillis(999)))
        .hasMessage("ttl must be >= 1 s, was PT0.999S");
  }
}
