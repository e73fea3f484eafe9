package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TheilSenTest {
  @Property
  void theSlopeOfALineIsFoundThoughAQuarterOfThePointsAreAnything(
      @ForAll @DoubleRange(min = -50, max = 50) double slope,
      @ForAll @IntRange(min = 20, max = 700) int points,
      @ForAll long seed) {
    var random = new Random(seed);
    var line =
        IntStream.range(0, points)
            .mapToObj(x ->
                new Point(
                    x,
                    slope * x + random.nextDouble(-0.5, 0.5) + (x % 4 == 1 ? outlier(random) : 0)))
            .toList();
    assertThat(TheilSen.slope(line)).isCloseTo(slope, within(30.0));
    var clean =
        IntStream.range(0, points)
            .mapToObj(x -> new Point(x, slope * x + (x % 5 == 1 ? 1_000 : 0)))
            .toList();
    assertThat(TheilSen.slope(clean)).isCloseTo(slope, within(1e-6));
  }

  private static double outlier(Random random) {
    return random.nextDouble(-1_000, 1_000);
  }

  @Test
  void aClockThatStandsOrGoesBackGivesNoSlope() {
    var point = new Point(1, 5);
    assertThat(TheilSen.slope(List.of())).isZero();
    assertThat(TheilSen.slope(List.of(point))).isZero();
    assertThat(TheilSen.slope(List.of(point, point, new Point(0, 900)))).isZero();
  }
}
