package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values by SciPy 1.17: {@code norm.sf}, {@code norm.ppf}, {@code t.ppf}. */
class DistributionsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.5, 0.3085375387259869",
    "1.96, 0.024997895148220435",
    "-3, 0.0013498980316300933",
    "6, 9.865876450376946e-10",
    "10, 7.61985302416047e-24"
  })
  void theTailOfTheNormalDistribution(double z, double oneSided) {
    assertThat(Normal.twoSided(z)).isCloseTo(2 * oneSided, Percentage.withPercentage(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"0.95, 1.959963984540054", "0.99, 2.5758293035489004"})
  void theNormalDistributionsCriticalValues(double level, double z) {
    assertThat(Normal.quantile(level)).isCloseTo(z, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 12.706204736174694",
    "2, 4.302652729749462",
    "3, 3.1824463052837078",
    "4, 2.7764451051977934",
    "10, 2.228138851986274"
  })
  void studentsCriticalValues(int degrees, double t) {
    assertThat(StudentT.quantile(degrees, 0.95)).isCloseTo(t, within(1e-10));
  }
}
