package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionTest {
  /** Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void theIntervalIsThePublishedOne(long successes, long trials, double lower, double upper) {
    var interval = new Proportion(successes, trials).interval();
    assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
    assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
  }

  /** By hand: with z² = 6.634897 (99 %) and 10 of 10 the lower end is n / (n + z²). */
  @Test
  void aHigherLevelIsWider() {
    assertThat(new Proportion(10, 10).interval(0.99).lower())
        .isCloseTo(10 / 16.634897, within(1e-7));
  }

  @Property
  void theIntervalLiesWithinZeroAndOneAndHoldsTheShare(
      @ForAll @IntRange(max = 100_000) int one,
      @ForAll @IntRange(min = 1, max = 100_000) int other) {
    var proportion = new Proportion(Math.min(one, other), Math.max(one, other));
    var mirrored = new Proportion(Math.abs(one - other), Math.max(one, other)).interval();
    assertThat(proportion.interval().contains(proportion.share())).isTrue();
    assertThat(proportion.interval().lower()).isGreaterThanOrEqualTo(0);
    assertThat(proportion.interval().upper()).isCloseTo(1 - mirrored.lower(), within(1e-12));
  }

  @Test
  void refusesWhatIsNoProportion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proportion(0, 0))
        .withMessage("trials must be >= 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proportion(4, 3))
        .withMessage("successes must be from 0 to 3, was 4");
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(-1, 3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void refusesALevelThatIsNone(double level) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proportion(1, 2).interval(level))
        .withMessage("level must be between 0 and 1, was " + level);
  }
}
