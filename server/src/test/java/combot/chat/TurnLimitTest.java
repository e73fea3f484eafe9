package combot.chat;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TurnLimitTest {
  private final Cache counts = Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker());
  private Instant now = Instant.parse("2026-03-01T10:00:20Z");

  private TurnLimit limit(int perMinute) {
    return new TurnLimit(counts, perMinute, () -> now);
  }

  @Test
  void tellsHowManySecondsTheMinuteStillHas() {
    var limit = limit(1);
    limit.admit("c");
    assertThatThrownBy(() -> limit.admit("c"))
        .asInstanceOf(InstanceOfAssertFactories.type(TooManyTurnsException.class))
        .returns(40, TooManyTurnsException::seconds);
    now = Instant.parse("2026-03-01T10:00:59.999Z");
    assertThatThrownBy(() -> limit.admit("c")).hasMessageEndingWith("send it again in 1 s.");
    now = Instant.parse("2026-03-01T10:01:00Z");
    assertThatCode(() -> limit.admit("c")).doesNotThrowAnyException();
  }

  @Test
  void noneIsNoLimit() {
    var limit = limit(0);
    for (int i = 0; i < 1_000; i++) {
      limit.admit("c");
    }
  }

  @Test
  void isNotNegative() {
    assertThatThrownBy(() -> limit(-1)).hasMessage("turns per minute must be >= 0, was -1");
  }
}
