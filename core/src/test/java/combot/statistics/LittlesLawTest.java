package combot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LittlesLawTest {
  /** By hand: 40/s for 0.5 s + 2 s are 100 users. */
  @Test
  void figuresThatAgreeAreBelieved() {
    var law = new LittlesLaw(100, 40, 0.5, 2);
    assertThat(law.implied()).isCloseTo(100, within(1e-12));
    assertThat(law.deviation()).isCloseTo(0, within(1e-12));
    assertThat(law.isMismeasured()).isFalse();
  }

  @Test
  void fivePercentAreTheMost() {
    assertThat(new LittlesLaw(100, 47.6, 2, 0).isMismeasured()).isFalse();
    assertThat(new LittlesLaw(100, 47.4, 2, 0).isMismeasured()).isTrue();
    assertThat(new LittlesLaw(100, 52.6, 2, 0).isMismeasured()).isTrue();
    assertThat(new LittlesLaw(100, 52.6, 2, 0).deviation()).isCloseTo(0.052, within(1e-12));
  }

  @Test
  void aServerThatAnsweredNothingIsMismeasured() {
    assertThat(new LittlesLaw(1, 0, 0, 0).deviation()).isEqualTo(1);
  }

  @Test
  void refusesFiguresThatNothingHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LittlesLaw(0, 1, 1, 1))
        .withMessage("users must be finite and above 0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LittlesLaw(1, 1, -1, 1))
        .withMessage("response must be finite and >= 0, was -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LittlesLaw(1, Double.NaN, 1, 1))
        .withMessage("throughput must be finite and >= 0, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LittlesLaw(1, 1, 1, Double.POSITIVE_INFINITY))
        .withMessage("think must be finite and >= 0, was Infinity");
  }
}
