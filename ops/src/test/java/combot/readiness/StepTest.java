package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.readiness.Tested.Stage;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {

  private static final Limits LIMITS = Limits.defaults();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, OPTIMAL",
    "100, OPTIMAL",
    "100.1, EXCELLENT",
    "300, EXCELLENT",
    "300.1, GOOD",
    "1000, GOOD",
    "1000.1, ACCEPTABLE",
    "3000, ACCEPTABLE",
    "3000.1, TOO_SLOW"
  })
  void gradesByTheTimeWithinWhichMostRepliesCome(double p95, Grade grade) {
    assertThat(Grade.of(p95, LIMITS)).isEqualTo(grade);
    var loads = Tested.steps(Stage.WELL.p95(p95));
    assertThat(loads.steps(LIMITS).getFirst().state()).isEqualTo(grade.toString());
  }

  @Test
  void servesNobodyWellWhereAnswersFailOrAreWrong() {
    for (var bad :
        new Stage[] {
          Stage.WELL.failed(11), Stage.WELL.wrong(1), Stage.WELL.stored(Tested.stored(1, 0, 0, 0))
        }) {
      var step = Tested.steps(bad).steps(LIMITS).getFirst();
      assertThat(step.state()).isEqualTo("failing");
      assertThat(step.is(Grade.ACCEPTABLE)).isFalse();
    }
    assertThat(Tested.steps(Stage.WELL.failed(10)).steps(LIMITS).getFirst().is(Grade.GOOD))
        .isTrue();
  }

  private static Optional<Integer> largest(Grade grade, Stage... stages) {
    return Step.largest(Tested.steps(stages).steps(LIMITS), grade).map(Step::users);
  }

  @Test
  void takesTheLargestLoadBelowWhichNoneIsWorse() {
    var slow = Stage.WELL.p95(2_000);
    assertThat(largest(Grade.GOOD, Stage.WELL, Stage.WELL, slow, Stage.WELL)).contains(4);
    assertThat(largest(Grade.ACCEPTABLE, Stage.WELL, Stage.WELL, slow, Stage.WELL)).contains(12);
    assertThat(largest(Grade.OPTIMAL, slow, Stage.WELL)).isEmpty();
  }

  @Test
  void concludesNothingFromAStepThatLittlesLawRejects() {
    var rejected = Stage.WELL.deviation(0.051);
    assertThat(largest(Grade.GOOD, Stage.WELL, rejected)).contains(1);
    assertThat(largest(Grade.GOOD, Stage.WELL, rejected.p95(5_000), Stage.WELL)).contains(8);
    var loads = Tested.steps(Stage.WELL, rejected);
    assertThat(loads.steps(LIMITS).get(1).state()).isEqualTo("mismeasured");
    var line = new Looked(folder).line(new StepsProbe(loads), "load.steps.mismeasured");
    assertThat(line.state()).isEqualTo(State.WARN);
    assertThat(line.value()).contains("4 at once", "5.1 %");
    assertThat(
            new Looked(folder)
                .state(new StepsProbe(Tested.steps(Stage.WELL)), "load.steps.mismeasured"))
        .isEqualTo(State.PASS);
  }

  @Test
  void aSlowReplyOfFewSaysNothingOfLargerLoads() {
    var few = Stage.WELL.p95(400).replies(19);
    assertThat(largest(Grade.OPTIMAL, few, Stage.WELL)).contains(4);
    assertThat(largest(Grade.OPTIMAL, few.wrong(1), Stage.WELL)).isEmpty();
    assertThat(largest(Grade.OPTIMAL, few.replies(20), Stage.WELL)).isEmpty();
  }

  @Test
  void leavesOutTheStepThatWasBrokenOff() {
    assertThat(Tested.steps(Stage.WELL, Stage.WELL).steps(LIMITS))
        .extracting(Step::users)
        .containsExactly(1, 4);
  }
}
