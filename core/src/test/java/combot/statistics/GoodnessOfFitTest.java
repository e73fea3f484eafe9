package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GoodnessOfFitTest {

  private static double p(long[] counts, long... weights) {
    return GoodnessOfFit.p(counts, weights).orElseThrow();
  }

  /** Chi-square is 25.82 with 7 degrees of freedom, and 5.18 with one. */
  @Test
  void agreesWithTables() {
    long[] eight = {144, 100, 100, 100, 100, 85, 85, 86};
    assertThat(p(eight, 1, 1, 1, 1, 1, 1, 1, 1)).isCloseTo(0.0005, within(0.0003));
    assertThat(p(new long[] {402, 340}, 1, 1)).isCloseTo(0.0228, within(0.002));
  }

  @Test
  void knowsWeights() {
    assertThat(p(new long[] {60, 30, 0}, 2, 1, 0)).isGreaterThan(0.5);
    assertThat(p(new long[] {30, 60, 0}, 2, 1, 0)).isLessThan(1e-6);
  }

  @Test
  void fifteenPeopleInOneOfEightCellsAreNoChance() {
    assertThat(p(new long[] {15, 0, 0, 0, 0, 0, 0, 0}, 1, 1, 1, 1, 1, 1, 1, 1)).isLessThan(1e-6);
    assertThat(p(new long[] {1, 2, 2, 2, 2, 2, 2, 2}, 1, 1, 1, 1, 1, 1, 1, 1)).isGreaterThan(0.9);
  }

  @Test
  void aFewPeopleTellNothing() {
    assertThat(GoodnessOfFit.p(new long[] {3, 0}, new long[] {1, 1})).isEmpty();
    assertThat(GoodnessOfFit.p(new long[] {30, 2}, new long[] {9, 1})).isEmpty();
    assertThat(GoodnessOfFit.p(new long[] {30}, new long[] {1})).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoodnessOfFit.p(new long[] {30}, new long[0]))
        .withMessageContaining("were 1 and 0");
  }
}
