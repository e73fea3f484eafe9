package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {

  static Stream<Change> warnings() {
    return Change.table("/warnings.txt");
  }

  @ParameterizedTest
  @MethodSource("warnings")
  void tellsWhatWouldSpoilAStudy(Change change) {
    assertThat(Small.warnings(change.yaml())).containsExactlyInAnyOrderElementsOf(change.told());
  }

  @Test
  void hasNothingToSayOfAGoodStudy() {
    assertThat(Small.warnings(Small.TEXT)).isEmpty();
  }

  @Test
  void letsAStudyOnProlificAskForThePanelId() {
    var study =
        Small.with("id: MTURK_WORKER", "id: PROLIFIC_PID").replace("kind: email", "kind: panel-id");
    assertThat(Small.warnings(study)).isEmpty();
  }
}
