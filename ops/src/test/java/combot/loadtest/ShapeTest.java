package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ShapeTest {

  @Test
  void aThousandPeopleAreSixtySevenSessionsOfFifteen() {
    var stages = new Shape.Campaign(1_000, 15, Duration.ZERO, Duration.ZERO).stages();
    assertThat(stages).hasSize(67);
    assertThat(stages.getFirst().load()).isEqualTo(new Load.Once(15, Duration.ZERO, false));
    assertThat(stages.getLast().load()).isEqualTo(new Load.Once(10, Duration.ZERO, false));
  }

  @Test
  void refusesNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape.Steps(List.of(1, 0), Duration.ZERO, Duration.ZERO))
        .withMessage("steps must be at least 1, was 0");
  }

  @Test
  void refusesMoreThanCanBeWaitedFor() {
    assertThat(new Shape.Soak(65_000, Duration.ZERO).stages()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape.Steps(List.of(1, 65_001), Duration.ZERO, Duration.ZERO))
        .withMessage(
            "steps must be at most 65000, was 65001: a load test can't hold more participants at once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape.Burst(70_000, 1, Duration.ZERO))
        .withMessageStartingWith("users must be at most 65000, was 70000");
  }

  @Test
  void readsTimesAndRates() {
    assertThat(new Times().convert("100ms")).isEqualTo(Duration.ofMillis(100));
    assertThat(new Times().convert("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(new Rates().convert("30/m")).isEqualTo(0.5);
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new Times().convert("5"))
        .withMessage("must be like 100ms, 20s, 2m or 1h, was 5");
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new Rates().convert("5"))
        .withMessage("must be like 5/s, 30/m or 200/h, was 5");
  }
}
