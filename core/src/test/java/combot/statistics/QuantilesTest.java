package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
  private static final double[] FOUR = {15, 4, 8, 10};

  /** By hand: place p · 3 between 4, 8, 10 and 15. */
  @ParameterizedTest
  @CsvSource({"0, 4", "0.25, 7", "0.5, 9", "0.9, 13.5", "0.95, 14.25", "1, 15"})
  void quantilesLieBetweenTheNearestValues(double p, double expected) {
    assertThat(Quantiles.quantile(FOUR, p)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theSampleStaysAsItWas() {
    Quantiles.median(FOUR);
    Quantiles.medianInterval(FOUR, 1);
    assertThat(FOUR).containsExactly(15, 4, 8, 10);
  }

  @Property
  void quantilesRiseWithPAndStayWithinTheSample(
      @ForAll @Size(min = 1, max = 30) double[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    double low = Quantiles.quantile(values, Math.min(one, other));
    double high = Quantiles.quantile(values, Math.max(one, other));
    assertThat(low).isLessThanOrEqualTo(high);
    assertThat(low).isGreaterThanOrEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(high).isLessThanOrEqualTo(Arrays.stream(values).max().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void refusesWhatIsNoShare(double p) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(FOUR, p))
        .withMessage("p must be from 0 to 1, was " + p);
  }

  @Test
  void refusesSamplesThatHaveNoMedian() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.median(new double[0]))
        .withMessage("there must be at least one value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.median(new double[] {1, Double.NaN}))
        .withMessage("values must be finite, one was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.medianInterval(new double[10_001], 1))
        .withMessage("at most 10000 values are resampled, were 10001");
  }

  /**
   * The bootstrap's distribution of the median of 1 … 9 is known: P(median <= 2) is P(Binomial(9,
   * 2/9) >= 5) = 0.0304 and P(median <= 1) = 0.0015, so the 2.5th percentile is 2; likewise 8
   * above.
   */
  @Test
  void theIntervalOfAMedianIsThatOfTheBootstrapsKnownDistribution() {
    var values = new double[] {9, 8, 7, 6, 5, 4, 3, 2, 1};
    assertThat(Quantiles.medianInterval(values, 7)).isEqualTo(new Interval(2, 8));
  }

  @Test
  void theSeedAloneDecidesTheInterval() {
    var values = new Random(3).doubles(40).toArray();
    assertThat(Quantiles.medianInterval(values, 5)).isEqualTo(Quantiles.medianInterval(values, 5));
    assertThat(Quantiles.medianInterval(values, 5))
        .isNotEqualTo(Quantiles.medianInterval(values, 6));
  }

  /** Of 500 samples of 40, binomially 475 ± 10; the percentile bootstrap covers a little less. */
  @Test
  void theIntervalHoldsTheMedianAsOftenAsItSays() {
    var random = new Random(11);
    int held = 0;
    for (int i = 0; i < 500; i++) {
      var sample = random.doubles(40).map(u -> -Math.log(1 - u)).toArray();
      held += Quantiles.medianInterval(sample, i).contains(Math.log(2)) ? 1 : 0;
    }
    assertThat(held).isBetween(455, 492);
  }

  @Test
  void oneValueIsItsOwnInterval() {
    assertThat(Quantiles.medianInterval(new double[] {3}, 1)).isEqualTo(new Interval(3, 3));
  }

  @Test
  void infiniteEndsOfWhatWasResampledStayInfinite() {
    var half = new double[100];
    Arrays.fill(half, 50, 100, Double.POSITIVE_INFINITY);
    assertThat(Quantiles.middle95(half)).isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
  }

  @Test
  void anIntervalHasItsEndsInOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(2, 1))
        .withMessage("lower must be <= upper, was 2.0 to 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 1));
  }
}
