package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StringsTest {

  @Test
  void everyShippedLanguageHasAllStringsWithTheSameVariables() {
    var german = Strings.of("de").orElseThrow();
    assertThat(german.keySet()).isEqualTo(Strings.keys());
    assertThat(german)
        .allSatisfy((key, text) ->
            assertThat(Strings.variables(text)).as(key).isEqualTo(Strings.variablesOf(key)));
  }

  @Test
  void aRegionTakesItsLanguage() {
    assertThat(Strings.of("en-GB")).isEqualTo(Strings.of("en"));
    assertThat(Strings.of("fr")).isEmpty();
  }

  @Test
  void aFileOfBeforeAWordCameIsTakenWithTheEnglishOne() {
    var french =
        Strings.keys().stream()
            .filter(key -> !key.equals("nobody-new"))
            .map(key -> "  " + key + ": Mot")
            .collect(Collectors.joining("\n", "strings:\n", "\n"));
    var yaml =
        Small.with("language: en", "language: fr")
            .replace("strings: {send: Off it goes}\n", french);
    var study = StudyFile.parse("french.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(study.strings())
        .containsEntry("send", "Mot")
        .containsEntry("nobody-new", Strings.of("en").orElseThrow().get("nobody-new"));
  }

  @Test
  void umlautsAreReadAsTheyAreWritten() {
    assertThat(Strings.of("de").orElseThrow()).containsEntry("conversation-label", "Gespräch");
  }
}
