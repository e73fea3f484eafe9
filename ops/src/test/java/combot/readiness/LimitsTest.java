package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @TempDir Path folder;

  private Limits changed(String yaml) throws Exception {
    return Limits.defaults().changedBy(Files.writeString(folder.resolve("thresholds.yaml"), yaml));
  }

  @Test
  void changesWhatAFileNamesAndTellsIt() throws Exception {
    var limits = changed("memory.available: {warn-below: 2000}\ncpu.load: {warn-above: 1}\n");
    assertThat(limits.find("memory.available")).contains(new Limit(true, 2000, 300, "MB"));
    assertThat(limits.changed())
        .containsExactly(
            "memory.available warns below 2000 MB, fails below 300 MB; the default warns below 700 MB, fails below 300 MB");
    assertThat(limits.find("cpu.idle")).isEqualTo(Limits.defaults().find("cpu.idle"));
    assertThat(changed("").changed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory.availble: {warn-below: 1} | unknown threshold 'memory.availble'; did you mean 'memory.available'?
          memory.available: {warn-bellow: 1} | unknown key of memory.available 'warn-bellow'; did you mean 'warn-below'?
          memory.available: {warn-above: 1} | unknown key of memory.available 'warn-above'
          memory.available: {unit: GB} | unit must be a number, was 'GB'
          memory.available: {warn-below: many} | memory.available: warn-below must be a number, was 'many'
          memory.available: {warn-below: 100} | memory.available: a value would fail (300) before it is a warning (100)
          memory.available: 5 | must be as {warn-above: 1, fail-above: 2}
          [1, 2] | must be a mapping of ids to values
          'a: ]' | are not YAML
          """)
  void refusesWhatItDoesNotKnow(String yaml, String told) {
    assertThatThrownBy(() -> changed(yaml))
        .isInstanceOf(Limits.Invalid.class)
        .hasMessageContaining("thresholds.yaml")
        .hasMessageContaining(told);
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> changed("x.y: {}\ncpu.load: {warn-above: a}\n"))
        .hasMessageContaining("x.y")
        .hasMessageContaining("cpu.load");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> Limits.defaults().changedBy(folder.resolve("no.yaml")))
        .isInstanceOf(Limits.Invalid.class)
        .hasMessageContaining("no.yaml can't be read");
  }

  @ParameterizedTest
  @CsvSource({
    "true, 699, WARN",
    "true, 700, PASS",
    "true, 299, FAIL",
    "false, 701, FAIL",
    "false, 301, WARN",
    "false, 300, PASS",
    "true, NaN, NOT_MEASURED"
  })
  void judgesAFigure(boolean below, double figure, State state) {
    var limit = below ? new Limit(true, 700, 300, "") : new Limit(false, 300, 700, "");
    assertThat(limit.judge(figure)).isEqualTo(state);
  }

  @Test
  void alwaysPassesWhereThereIsNoBound() {
    assertThat(new Limit(false, 25, Double.NaN, "%").judge(1e9)).isEqualTo(State.WARN);
    assertThat(new Limit(false, Double.NaN, 0, "").judge(0)).isEqualTo(State.PASS);
    assertThat(new Limit(false, Double.NaN, 0, "")).hasToString("fails above 0");
  }
}
