package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  static Line line(String id, State state, boolean required) {
    return new Line(
        id, "Line " + id, "1", "", state, "seen", Looked.NOW, required, Optional.of("mend it"));
  }

  private static Verdict of(String states) {
    return Verdict.of(
        Stream.of(states.split(" "))
            .map(word -> word.split("!")[0])
            .map(State::valueOf)
            .map(state -> line(state.name(), state, states.contains(state.name() + "!")))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "PASS PASS, READY",
    "PASS NOT_MEASURED, READY",
    "PASS WARN NOT_MEASURED, READY_WITH_WARNINGS",
    "PASS WARN!, READY_WITH_WARNINGS",
    "PASS NOT_MEASURED!, NOT_READY",
    "PASS WARN FAIL, NOT_READY",
    "FAIL, NOT_READY"
  })
  void isAsBadAsItsLines(String states, Verdict.Outcome outcome) {
    assertThat(of(states).outcome()).isEqualTo(outcome);
  }

  @Test
  void namesTheLinesThatDecidedItTheFailedOnesFirst() {
    assertThat(of("WARN NOT_MEASURED! FAIL PASS").deciding())
        .extracting(Line::id)
        .containsExactly("FAIL", "NOT_MEASURED");
    assertThat(of("PASS WARN").deciding()).extracting(Line::id).containsExactly("WARN");
    assertThat(of("PASS").deciding()).isEmpty();
  }

  @Test
  void refusesToJudgeNothing() {
    assertThatThrownBy(() -> Verdict.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLineThatIsNotGoodTellsWhatToDo() {
    assertThatThrownBy(
            () -> new Line("x", "X", "1", "", State.WARN, "", Looked.NOW, false, Optional.empty()))
        .hasMessage("line x is WARN and has no remedy");
  }

  @Test
  void aProbeThatFailsIsARequiredLineThatWasNotMeasured(@TempDir Path folder) {
    var part =
        new Part(
            "Part",
            List.of(
                _ -> {
                  throw new IllegalStateException("broken");
                },
                _ -> List.of(line("fine", State.PASS, true))));
    var section = part.look(new Looked(folder).context());
    assertThat(section.lines()).hasSize(2);
    assertThat(section.lines().getFirst().value()).contains("broken");
    assertThat(Verdict.of(section.lines()).outcome()).isEqualTo(Verdict.Outcome.NOT_READY);
  }

  @Test
  void doesNotSayOfWhatWasNotMeasuredThatItPassed() {
    var passed = line("a", State.PASS, true);
    assertThat(ReportDocument.passed(List.of(passed))).isEqualTo("Every line passed.");
    assertThat(ReportDocument.passed(List.of(passed, line("b", State.NOT_MEASURED, false))))
        .isEqualTo("Every line that was measured passed; not measured, and not required: 1.");
  }
}
