package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import combot.statistics.Trend.Direction;
import combot.statistics.Trend.Growth;
import combot.statistics.Trend.Judged;
import combot.statistics.Trend.TooFew;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  /** Annual flow of the Nile at Aswan, 1871–1970, 10⁸ m³ (Cobb 1978; R's data set Nile). */
  private static final double[] NILE = {
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
  };

  /** Sen, JASA 63 (1968), 1379–1389: the example, with irregular times. */
  private static final List<Point> SEN =
      List.of(
          new Point(1, 9),
          new Point(2, 15),
          new Point(3, 19),
          new Point(4, 20),
          new Point(10, 45),
          new Point(12, 55),
          new Point(18, 78));

  private static Judged judged(List<Point> points) {
    return (Judged) Trend.of(points);
  }

  private static List<Point> evenly(double... values) {
    return IntStream.range(0, values.length).mapToObj(i -> new Point(i, values[i])).toList();
  }

  /**
   * One-sided probabilities by Kendall (1975), as in Gilbert, Statistical Methods for Environmental
   * Pollution Monitoring (1987), table A18.
   */
  @ParameterizedTest
  @CsvSource({
    "4, 4, 0.167",
    "4, 6, 0.042",
    "5, 8, 0.042",
    "5, 10, 0.0083",
    "8, 16, 0.031",
    "8, 18, 0.016",
    "10, 11, 0.190",
    "10, 21, 0.036",
    "10, 23, 0.023",
    "10, 27, 0.0083"
  })
  void theProbabilityForFewPointsIsThatOfTheTable(int n, int s, double oneSided) {
    assertThat(new KendallScore(n, 1).p(s) / 2).isCloseTo(oneSided, within(5.1e-4));
  }

  /** Gilbert (1987), section 16.4.2: 9 values with three ties; by hand 1,506 / 18. */
  @Test
  void tiesNarrowTheVariance() {
    var values = new double[] {23, 24, 0, 6, 0, 24, 24, 0, 23};
    assertThat(KendallScore.of(values, 1).variance()).isCloseTo(83.667, within(5e-4));
  }

  /** By hand: of the 6 orders of 1, 1, 2, 2, one has S = 4, one −4. */
  @Test
  void tiesAmongFewPointsAreCounted() {
    var values = new double[] {1, 1, 2, 2};
    assertThat(KendallScore.s(values)).isEqualTo(4);
    assertThat(KendallScore.of(values, 1).p(4)).isCloseTo(2 / 6.0, within(1e-15));
  }

  /** S of all 5,040 orders of seven values with ties, against their counted distribution. */
  @Test
  void theCountedProbabilityIsThatOfAllOrders() {
    var values = new double[] {1, 1, 1, 2, 3, 3, 4};
    var scores = new ArrayList<Long>();
    orders(values, 0, scores);
    for (long s = 0; s <= 21; s++) {
      long least = s;
      double share = scores.stream().filter(score -> Math.abs(score) >= least).count() / 5_040.0;
      assertThat(KendallScore.of(values, 1).p(s)).isCloseTo(share, within(1e-12));
    }
  }

  private static void orders(double[] values, int fixed, List<Long> scores) {
    if (fixed == values.length) {
      scores.add(KendallScore.s(values));
    }
    for (int i = fixed; i < values.length; i++) {
      var order = values.clone();
      order[fixed] = values[i];
      order[i] = values[fixed];
      orders(order, fixed + 1, scores);
    }
  }

  /** Sen gives 4 and 3.71 to 4.38; S = 21 has 2 of 7! orders. */
  @Test
  void sensExampleHasItsSlopeAndInterval() {
    var trend = judged(SEN);
    assertThat(trend.slope()).isEqualTo(4);
    assertThat(trend.slopes().lower()).isCloseTo(3.71, within(5e-3));
    assertThat(trend.slopes().upper()).isCloseTo(4.375, within(1e-12));
    assertThat(trend.p()).isCloseTo(2 / 5040.0, within(1e-15));
    assertThat(trend.direction()).isEqualTo(Direction.INCREASING);
  }

  /**
   * S = −1387 and variance 112,728.33 by the formulae, computed with NumPy; nine lags (0.392,
   * 0.265, 0.232 …) widen it by 3.7668. Without that, p would be 3.7e-5.
   */
  @Test
  void theNileFallsThoughItsYearsAreCorrelated() {
    var trend = judged(evenly(NILE));
    assertThat(KendallScore.s(NILE)).isEqualTo(-1387);
    var plain = KendallScore.of(NILE, 1);
    assertThat(plain.variance()).isCloseTo(112_728.333, within(1e-3));
    assertThat(plain.p(-1387)).isCloseTo(3.65826e-5, Percentage.withPercentage(0.01));
    assertThat(trend.inflation()).isCloseTo(3.7667521, within(1e-7));
    assertThat(trend.p()).isCloseTo(0.03342184, within(1e-8));
    assertThat(trend.direction()).isEqualTo(Direction.DECREASING);
    assertThat(trend.slope()).isCloseTo(-2.6, within(1e-12));
    assertThat(trend.median()).isEqualTo(893.5);
    assertThat(trend.slopes().lower()).isLessThan(-3.6279);
    assertThat(trend.slopes().upper()).isBetween(-1.4285, 0.0);
  }

  @Test
  void fewerThanFivePointsAreNoTrend() {
    assertThat(Trend.of(List.of())).isEqualTo(new TooFew(0, 0));
    assertThat(Trend.of(evenly(1, 2, 3, 4))).isEqualTo(new TooFew(4, 4));
    assertThat(judged(evenly(1, 2, 3, 4, 5)).direction()).isEqualTo(Direction.INCREASING);
  }

  @Test
  void pointsOfOneTimeCountOnce() {
    var points = new ArrayList<>(SEN);
    points.add(new Point(4, 0));
    points.add(new Point(4, 1_000));
    assertThat(Trend.of(points)).isEqualTo(Trend.of(SEN));
    assertThat(Trend.of(Collections.nCopies(50, new Point(1, 1)))).isEqualTo(new TooFew(1, 1));
  }

  /** Half a wave up and down: 60 points that are worth 4.75, computed with NumPy. */
  @Test
  void oneSlowWaveIsTooLittleForAVerdict() {
    var wave =
        IntStream.range(0, 60).mapToObj(i -> new Point(i, Math.sin(i * Math.PI / 60))).toList();
    assertThat(Trend.of(wave))
        .isInstanceOfSatisfying(
            TooFew.class,
            few -> {
              assertThat(few.points()).isEqualTo(60);
              assertThat(few.independent()).isCloseTo(4.75, within(0.005));
            });
  }

  @Test
  void aLineThatStandsStillHasNoTrend() {
    var trend = judged(evenly(new double[40]));
    assertThat(trend.direction()).isEqualTo(Direction.NONE);
    assertThat(trend.p()).isEqualTo(1);
    assertThat(trend.slopes()).isEqualTo(new Interval(0, 0));
  }

  /** Powers of two, since other factors are rounded and make or break ties. */
  @Property(tries = 100)
  void neitherOrderNorUnitsMatter(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = -9, max = 9) int power) {
    var random = new Random(seed);
    double factor = Math.scalb(1.0, power);
    var points = new ArrayList<Point>();
    var scaled = new ArrayList<Point>();
    for (int i = 0; i < n; i++) {
      var point = new Point(random.nextInt(1_000), random.nextInt(30));
      points.add(point);
      scaled.add(new Point(point.x(), point.y() * factor));
    }
    Collections.shuffle(scaled, random);
    assertThat(Trend.of(scaled))
        .isEqualTo(
            switch (Trend.of(points)) {
              case TooFew few -> few;
              case Judged one ->
                  new Judged(
                      one.points(),
                      one.direction(),
                      one.p(),
                      one.slope() * factor,
                      new Interval(one.slopes().lower() * factor, one.slopes().upper() * factor),
                      one.median() * factor,
                      one.inflation());
            });
  }

  @Property(tries = 100)
  void anIntervalOffZeroAndASmallPAreOneThing(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 80) int n) {
    var random = new Random(seed);
    double slope = random.nextDouble(-0.1, 0.1);
    var points =
        IntStream.range(0, n)
            .mapToObj(i -> new Point(i, slope * i + random.nextGaussian()))
            .toList();
    if (Trend.of(points) instanceof Judged trend) {
      assertThat(trend.direction() == Direction.NONE).isEqualTo(trend.slopes().contains(0));
    }
  }

  /** Of 500 lines with noise the interval holds the slope 475 ± 10 times, or somewhat more. */
  @ParameterizedTest
  @ValueSource(ints = {7, 10, 20, 40})
  void theIntervalHoldsTheSlopeAsOftenAsItSays(int n) {
    var random = new Random(n);
    int held = 0;
    for (int i = 0; i < 500; i++) {
      var points =
          IntStream.range(0, n)
              .mapToObj(x -> new Point(x * x, 2 * x * x + random.nextGaussian()))
              .toList();
      held += judged(points).slopes().contains(2) ? 1 : 0;
    }
    assertThat(held).isBetween(460, 499);
  }

  /** Of 500 series without a trend, 25 ± 5 if the test kept its level. */
  @ParameterizedTest
  @CsvSource({"0, 15, 35", "0.5, 100, 42", "0.8, 200, 62"})
  void correlatedNeighboursAreSeldomTakenForATrend(
      double correlation, int plainAtLeast, int atMost) {
    var random = new Random(17);
    int foundPlainly = 0;
    int found = 0;
    for (int i = 0; i < 500; i++) {
      var values = new double[100];
      values[0] = random.nextGaussian() / Math.sqrt(1 - correlation * correlation);
      for (int j = 1; j < values.length; j++) {
        values[j] = correlation * values[j - 1] + random.nextGaussian();
      }
      foundPlainly += KendallScore.of(values, 1).p(KendallScore.s(values)) < Trend.ALPHA ? 1 : 0;
      if (Trend.of(evenly(values)) instanceof Judged trend) {
        found += trend.direction() == Direction.NONE ? 0 : 1;
      }
    }
    assertThat(foundPlainly).isGreaterThanOrEqualTo(plainAtLeast);
    assertThat(found).isBetween(10, atMost);
  }

  @Test
  void aLongSeriesIsJoinedToAThousandPoints() {
    var random = new Random(1);
    var points =
        IntStream.range(0, 25_500)
            .mapToObj(i -> new Point(i, 100 + i * 1e-4 + random.nextGaussian()))
            .toList();
    var trend = judged(points);
    assertThat(trend.points()).isEqualTo(1_000);
    assertThat(trend.slopes().contains(1e-4)).isTrue();
    assertThat(trend.direction()).isEqualTo(Direction.INCREASING);
  }

  /** By hand: 2 an hour for 3 hours are 6 of a median of 60. */
  @Test
  void aChangeIsAShareOfTheMedian() {
    var trend = new Judged(20, Direction.INCREASING, 0.01, 2, new Interval(1, 4), 60, 1);
    assertThat(trend.change(3)).isEqualTo(new Estimate(0.1, new Interval(0.05, 0.2)));
    assertThat(trend.growth(3, 0.21)).isEqualTo(Growth.WITHIN);
    assertThat(trend.growth(3, 0.2)).isEqualTo(Growth.UNDECIDED);
    assertThat(trend.growth(3, 0.09)).isEqualTo(Growth.BEYOND);
  }

  @Test
  void littleThatWasMeasuredIsNoProofOfNoGrowth() {
    var trend = new Judged(6, Direction.NONE, 0.4, 2, new Interval(-9, 14), 60, 1);
    assertThat(trend.growth(3, 0.05)).isEqualTo(Growth.UNDECIDED);
  }

  @Test
  void refusesSharesOfNothing() {
    var flat = judged(evenly(new double[6]));
    assertThatIllegalStateException()
        .isThrownBy(() -> flat.change(1))
        .withMessage("a change as a share needs a median above 0, was 0.0");
    var trend = judged(SEN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trend.change(0))
        .withMessage("time must be finite and above 0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trend.growth(1, -0.1))
        .withMessage("limit must be above 0, was -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Point(1, Double.NaN))
        .withMessage("a point must be finite, was (1.0, NaN)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Estimate(3, new Interval(1, 2)))
        .withMessage("value must be in Interval[lower=1.0, upper=2.0], was 3.0");
  }
}
