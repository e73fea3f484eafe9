package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

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
  void umlautsAreReadAsTheyAreWritten() {
    assertThat(Strings.of("de").orElseThrow()).containsEntry("conversation-label", "Gespräch");
  }
}
