package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Outcome.StageOutcome;
import combot.report.Block;
import combot.report.Tone;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadVerdictTest {

  private static final Optional<String> DONE = Optional.empty();
  private static final Optional<String> STOPPED = Optional.of("It was stopped.");
  private static final StageOutcome GOOD = RequirementTest.stage(15, 1_000);
  private static final StageOutcome NOBODY = RequirementTest.stage(0, 1_000);

  private static Block.Verdict verdict(Optional<String> cutShort, StageOutcome... stages) {
    return LoadVerdict.of(outcome(cutShort, stages), List.of());
  }

  private static Outcome outcome(Optional<String> cutShort, StageOutcome... stages) {
    return ChangeTest.outcome(List.of(stages), List.of(), cutShort);
  }

  @Test
  void allThatWentWellIsGood() {
    assertThat(verdict(DONE, GOOD, GOOD).tone()).isEqualTo(Tone.GOOD);
    assertThat(verdict(DONE, GOOD, RequirementTest.STAGE).text())
        .contains("1 requests failed, but nobody was left without an answer");
  }

  @Test
  void nothingIsSaidOfWhatDidNotRun() {
    assertThat(verdict(STOPPED).text()).contains("Nothing was measured");
    assertThat(outcome(STOPPED).isRight()).isFalse();
    assertThat(verdict(DONE, GOOD, NOBODY).text()).contains("Nobody came to the end");
    assertThat(outcome(DONE, GOOD, NOBODY).isRight()).isFalse();
  }

  @Test
  void whatIsCutShortIsSaidToBe() {
    assertThat(verdict(STOPPED, NOBODY).text())
        .startsWith("It ended before anybody came to the end");
    assertThat(verdict(STOPPED, GOOD, NOBODY).tone()).isEqualTo(Tone.WARNING);
    assertThat(verdict(STOPPED, GOOD, NOBODY).text()).contains("It ended before it was done");
    assertThat(outcome(STOPPED, GOOD, NOBODY).isRight()).isTrue();
    assertThat(outcome(STOPPED, NOBODY).isRight()).isFalse();
  }
}
