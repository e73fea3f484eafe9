package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.classifier.Classifiers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CacheInquiryTest {

  private static Map<String, Object> answer(Ticker ticker) {
    var cache = Cache.embedded(new CacheLimits(10, Duration.ofMinutes(1)), ticker);
    try (var classifier = Classifiers.cached(Classifiers.embedded(), cache)) {
      return new CacheInquiry(classifier).answer();
    }
  }

  @Test
  void aNewTextIsMissedAndThenFoundWithoutTheModel() {
    assertThat(answer(() -> 0))
        .containsEntry("class", "B")
        .containsEntry("missed_first", true)
        .containsEntry("found_again", true)
        .containsEntry("kept_seconds", 60.0)
        .containsEntry("ttl_seconds", 60L)
        .containsEntry("entries_at_most", 10L);
  }

  @Test
  void aCacheThatForgetsAtOnceFindsNothingAgain() {
    var clock = new AtomicLong();
    assertThat(answer(() -> clock.addAndGet(Duration.ofHours(1).toNanos())))
        .containsEntry("missed_first", true)
        .containsEntry("found_again", false)
        .containsEntry("kept_seconds", null);
  }
}
