package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What befalls request after request is logged once a minute. */
class OutageLogTest {

  private long nanos;

  @Test
  void countsWhatIsNotLogged() {
    var outage = new OutageLog(() -> nanos);
    assertThat(outage.count()).hasValue(0);
    for (int i = 0; i < 7; i++) {
      assertThat(outage.count()).isEmpty();
    }
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(outage.count()).hasValue(7);
    assertThat(outage.count()).isEmpty();
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(outage.count()).hasValue(1);
  }
}
