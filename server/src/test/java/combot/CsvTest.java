package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @Test
  void quotesWhatNeedsItAndEndsLinesAsTheStandardSays() {
    assertThat(Csv.row(Arrays.asList("a", null, 7, 0.5, "b, c", "d\"e", "f\ng", "")))
        .isEqualTo("a,,7,0.5,\"b, c\",\"d\"\"e\",\"f\ng\",\r\n");
  }

  @Test
  void putsListsAndMapsAsJson() {
    assertThat(Csv.row(List.of(List.of("x"), Map.of("k", "v"))))
        .isEqualTo("\"[\"\"x\"\"]\",\"{\"\"k\"\":\"\"v\"\"}\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\u00a0=1", "\u200b=1", "＝1", "\rx"})
  void disarmsFormulas(String text) {
    assertThat(Csv.row(List.of(text)).replace("\"", "")).isEqualTo("'" + text + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "it's -1", "'=1", "😀", "1-2"})
  void leavesOtherTextsAsTheyAre(String text) {
    assertThat(Csv.row(List.of(text))).isEqualTo(text + "\r\n");
  }

  @Test
  void leavesNumbersBelowZeroAsTheyAre() {
    assertThat(Csv.row(List.of(-1))).isEqualTo("-1\r\n");
  }
}
