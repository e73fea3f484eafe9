package combot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void keepsLettersOfAnyScriptAndLines() {
    assertThat(Plain.text("a\tb\r\nc\u2028d é 日本 😡")).isEqualTo("a b\nc\nd é 日本 😡");
    assertThat(Plain.line("a\nb")).isEqualTo("a b");
  }

  @Test
  void replacesWhatSteersTerminalsBreaksXmlOrTurnsTheLine() {
    assertThat(Plain.text("\u001b[2J\u0000\u009b\uFFFE\uD800\u202Eevil\u2066"))
        .isEqualTo("\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDevil\uFFFD");
  }
}
