package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import combot.loadtest.Outcome.StageOutcome;
import combot.statistics.Proportion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {

  static final StageOutcome STAGE = stage(15, 999);

  /** Of 15 users and 1,000 requests. */
  static StageOutcome stage(long finished, long succeeded) {
    return stage(finished, succeeded, List.of());
  }

  static StageOutcome stage(long finished, long succeeded, List<Second> series) {
    return new StageOutcome(
        "session 1",
        15,
        0,
        Duration.ofSeconds(10),
        15,
        finished,
        5_400,
        100,
        0,
        0,
        Optional.of(new Proportion(succeeded, 1_000)),
        0,
        0,
        List.of(),
        Map.of(
            Kind.TURN, new Latencies(100, 40, 30, 80, 120, 200, 250),
            Kind.BEGIN, new Latencies(15, 10, 9, 11, 12, 13, 14)),
        new Latencies(1_000, 20, 15, 50, 90, 150, 250),
        new Latencies(15, 60_000, 60_000, 70_000, 75_000, 80_000, 80_000),
        Optional.empty(),
        Optional.empty(),
        series,
        Reconciled.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "p95<500ms, true",
    "p95 <= 120ms, true",
    "p95<120ms, false",
    "P99<0.3s, true",
    "max>1s, false",
    "begin.p90<=11ms, true",
    "all.mean<20ms, false",
    "session.p50<=1m, true",
    "success>=99.9%, true",
    "success>99.9%, false",
    "failures<=0, false",
    "requests>=100, true",
    "conversations>=5400, true",
    "conversations>5400, false",
    "page.p95<1s, false",
  })
  void isHeldAgainstAStage(String text, boolean holds) {
    assertThat(Requirement.parse(text).hold(STAGE).holds()).isEqualTo(holds);
  }

  @Test
  void lessThanAllIsNotToldAsAll() {
    assertThat(Figure.percent(0.99999)).isEqualTo("99.99 %");
    assertThat(Figure.percent(0.9990)).isEqualTo("99.90 %");
    assertThat(Figure.percent(1)).isEqualTo("100.0 %");
  }

  @Test
  void anIntervalIsNeverShownNarrowerThanItIs() {
    assertThat(Figure.interval(new Proportion(93_632, 93_632).interval()))
        .isEqualTo("99.995–100.000");
  }

  @Test
  void saysWhatWasMeasured() {
    assertThat(Requirement.parse("p95<1s").hold(STAGE).seen()).isEqualTo("120 ms");
    assertThat(Requirement.parse("success>1%").hold(STAGE).seen()).isEqualTo("99.900 %");
    assertThat(Requirement.parse("page.p95<1s").hold(STAGE).seen()).isEqualTo("not measured");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fast | is no requirement",
        "p95=5ms | is no requirement",
        "p96<5ms | did you mean 'p90'?",
        "succes>=99% | did you mean 'success'?",
        "p95<500 | a time needs its unit",
        "success>=99 | success is in percent",
        "failures<=0ms | failures has no unit",
        "tun.p95<1s | did you mean 'turn'?",
        "begin.success>=9% | success is of all requests",
      })
  void saysWhatIsAllowed(String text, String hint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Requirement.parse(text))
        .withMessageContaining(hint);
  }
}
