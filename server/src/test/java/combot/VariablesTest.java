package combot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of variables that can't be used. */
class VariablesTest {

  /** Any text will do, or they are read by somebody else. A new variable is not among them. */
  private static final Set<String> FREE =
      Set.of(
          "COMBOT_ADOPTIUM",
          "COMBOT_CLASSIFIER_MODEL",
          "COMBOT_DATABASE",
          "COMBOT_HOME",
          "COMBOT_JAVA_OPTIONS",
          "COMBOT_JDK_DIRS",
          "COMBOT_ANTHROPIC_KEY",
          "COMBOT_LLM_RECORD",
          "COMBOT_LOADTEST_KEY",
          "COMBOT_METRICS_TOKEN",
          "COMBOT_OPENAI_KEY",
          "COMBOT_REDIS");

  private static Stream<String> typed() {
    return Settings.VARIABLES.stream().filter(name -> !FREE.contains(name)).sorted();
  }

  private static List<String> said(Map<String, String> environment) {
    return catchThrowableOfType(Failures.Misuse.class, () -> Variables.check(environment))
        .getMessage()
        .lines()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("typed")
  void aValueThatIsNoneIsRefusedInASentenceWithWhatIsAllowed(String name) {
    assertThat(said(Map.of(name, "abc")))
        .singleElement()
        .asString()
        .startsWith(name + " must be ")
        .endsWith(", was 'abc'");
  }

  @ParameterizedTest
  @CsvSource({
    "COMBOT_WARM_UP, soon, 'a time in ms, s, m or h, such as 1500ms'",
    "COMBOT_CLASSIFIER_IDLE, '', 'a time in ms, s, m or h, such as 5m'",
    "COMBOT_MEMORY_HOLD, 185, 'a number from 0 to 100, such as 85'",
    "COMBOT_MEMORY_HOLD, -1, 'a number from 0 to 100, such as 85'",
    "COMBOT_MEMORY_HOLD, NaN, 'a number from 0 to 100, such as 85'",
    "COMBOT_MEMORY_HOLD, '', 'a number from 0 to 100, such as 85'",
    "COMBOT_DISK_LOW, 1 GB, 'a number of bytes, or of K, M or G, such as 1G'",
    "COMBOT_DISK_FULL, '', 'a number of bytes, or of K, M or G, such as 100M'",
    "COMBOT_RATE_TURNS_PER_MINUTE, -1, 'a whole number from 0 on, such as 120'",
    "COMBOT_RATE_TURNS_PER_MINUTE, 1.5, 'a whole number from 0 on, such as 120'",
  })
  void theSentenceGivesAnExample(String name, String value, String allowed) {
    assertThat(said(Map.of(name, value)))
        .containsExactly("%s must be %s, was '%s'".formatted(name, allowed, value));
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    var wrong = typed().collect(Collectors.toMap(name -> name, _ -> "abc"));
    wrong.put("COMBOT_CLASIFIER_MODEL", "x");
    assertThat(said(wrong))
        .hasSize(wrong.size())
        .contains(
            "Unknown environment variable COMBOT_CLASIFIER_MODEL; did you mean 'COMBOT_CLASSIFIER_MODEL'?");
    for (var name : wrong.keySet()) {
      assertThat(said(wrong))
          .anyMatch(line -> line.contains(name + " ") || line.contains(name + ";"));
    }
  }

  @Test
  void anUnknownNameIsToldWithThoseThatAreKnown() {
    assertThat(said(Map.of("COMBOT_X", "1", "PATH", "/bin")))
        .singleElement()
        .asString()
        .startsWith("Unknown environment variable COMBOT_X; known are ")
        .contains(String.join(", ", new TreeSet<>(Settings.VARIABLES)));
  }

  @ParameterizedTest
  @CsvSource({
    "COMBOT_MEMORY_HOLD, 99, 'thresholds must be from 0 to 100 and rise', COMBOT_MEMORY_*",
    "COMBOT_MEMORY_COOL_DOWN, 0s, coolDown must be > 0, COMBOT_MEMORY_*",
    "COMBOT_CLASSIFIER_IDLE, 0s, idle must be > 0, COMBOT_CLASSIFIER_IDLE",
    "COMBOT_DISK_FULL, 2G, full must be from 0 to low, COMBOT_DISK_*",
    "COMBOT_WARM_UP, PT-1S, a time such as 1500ms, COMBOT_WARM_UP",
    "COMBOT_LLM_CONCURRENT, 0, at least 1, COMBOT_LLM_CONCURRENT",
  })
  void valuesThatDoNotFitTogetherAreRefusedToo(
      String name, String value, String reason, String mend) {
    assertThat(said(Map.of(name, value))).singleElement().asString().contains(reason, mend);
  }

  @Test
  void whatIsDocumentedIsTaken() {
    assertThatCode(() ->
            Variables.check(
                Map.of(
                    "COMBOT_WARM_UP", "0",
                    "COMBOT_CLASSIFIER_IDLE", "1h",
                    "COMBOT_MEMORY_EVERY", "500ms",
                    "COMBOT_MEMORY_HOLD", "87.5",
                    "COMBOT_DISK_LOW", "2000000000",
                    "COMBOT_DISK_FULL", "200m",
                    "COMBOT_RATE_TURNS_PER_MINUTE", "0",
                    "COMBOT_LOG", "JSON",
                    "COMBOT_OPENAI_URL", "http://127.0.0.1:11434/v1",
                    "COMBOT_LLM_CONCURRENT", "8")))
        .doesNotThrowAnyException();
    assertThatCode(() -> Variables.check(Map.of())).doesNotThrowAnyException();
  }
}
