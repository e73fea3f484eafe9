package combot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t\r",
        "\u00A0",
        "\u2007\u202F",
        "\u200B",
        "\u200B \u200D",
        "\u2028\u2029",
        "\uFEFF",
        "\u0000",
        "\u0085",
        "\u3000",
        "\u2800",
        "\u3164",
        "\u115F\u1160\uFFA0",
        "\uFE0F",
        "\u200E\u200F\u202E",
        "\u034F",
        "\u00AD",
        "\uDB40\uDC41"
      })
  void whatNobodySeesIsBlank(String message) {
    assertThat(Messages.isBlank(message)).isTrue();
    assertThat(Messages.isBlank(message + "x" + message)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "?", "0", "😀", "❤️", "👍🏽", "e\u0301", "か\u3099", "\uD800", "\uFFFD", "-"})
  void whatIsSeenIsNot(String message) {
    assertThat(Messages.isBlank(message)).isFalse();
    assertThat(Messages.strip(" \u200B" + message + "\u00A0\n")).isEqualTo(message);
  }
}
