package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.loadtest.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ProgrammeTest {

  private static Programme of(Depth depth, int session) {
    return new Programme(depth, new Target(1_000, session), Programme.USUAL);
  }

  @Test
  void theStandardOneTakesAboutFiveMinutes() {
    var standard = of(Depth.STANDARD, 15);
    assertThat(standard.expected()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(((Shape.Steps) standard.shape(Trial.STEPS)).users())
        .containsExactly(1, 2, 4, 8, 12, 15, 20, 24, 32, 40, 50, 100, 200);
  }

  @Test
  void theFullOneHasAllShapes() {
    var full = of(Depth.FULL, 15);
    assertThat(full.trials()).containsExactly(Trial.values());
    assertThat(full.shape(Trial.SESSIONS).stages()).hasSize(20);
    assertThat(full.shape(Trial.CAMPAIGN).stages()).hasSize(67);
    assertThat(((Shape.Steps) full.shape(Trial.STEPS)).users())
        .containsExactly(1, 4, 8, 12, 15, 16, 20, 24, 32, 40, 50, 100, 200, 500, 1_000);
    assertThat(((Shape.Soak) full.shape(Trial.SOAK)).length()).isEqualTo(Duration.ofMinutes(30));
    assertThat(full.expected()).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(65));
    assertThat(of(Depth.QUICK, 15).trials()).isEmpty();
  }

  @Test
  void theTargetIsOneOfTheSteps() {
    for (int session : new int[] {1, 7, 300}) {
      assertThat(((Shape.Steps) of(Depth.STANDARD, session).shape(Trial.STEPS)).users())
          .contains(session)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'users=500,session=20', 500, 20",
    "users=70, 70, 15",
    "session=30, 1000, 30",
    "'users=15,session=15', 15, 15"
  })
  void readsATarget(String given, int people, int session) {
    assertThat(new Target.Converter().convert(given)).isEqualTo(new Target(people, session));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "15", "users=10", "session=0", "session=1001", "users=,session=1", "people=3"})
  void refusesWhatIsNoTarget(String given) {
    assertThatThrownBy(() -> new Target.Converter().convert(given))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void everyTrialHasItsThresholds() {
    var limits = Limits.defaults();
    Arrays.stream(Trial.values())
        .filter(trial -> trial != Trial.STEPS)
        .forEach(trial -> {
          assertThat(limits.find("load.%s.success".formatted(trial))).isPresent();
          assertThat(limits.find("load.%s.replies".formatted(trial))).isPresent();
        });
  }

  @Test
  void everyLineOfTheLoadTestsIsExplained(@TempDir Path folder) throws Exception {
    var guide = Files.readString(Path.of("..", "docs", "check.md"));
    var loads = new Loads(of(Depth.FULL, 15), Map.of(), Map.of(), List.of());
    var parts = new ArrayList<>(Part.assessment(loads));
    parts.add(Part.performance(loads));
    for (var part : parts) {
      for (var line : part.look(new Looked(folder).context()).lines()) {
        assertThat(guide).contains("`" + line.id() + "`");
        assertThat(line.state()).as(line.id()).isEqualTo(State.NOT_MEASURED);
      }
    }
  }
}
