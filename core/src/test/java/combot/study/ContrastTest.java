package combot.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContrastTest {

  @Test
  void agreesWithTheFiguresOfWcag() {
    assertThat(AppearanceReader.contrast("#000000", "#ffffff")).isCloseTo(21, within(1e-9));
    assertThat(AppearanceReader.contrast("#777777", "#ffffff")).isCloseTo(4.478, within(1e-3));
    assertThat(AppearanceReader.contrast("#767676", "#ffffff")).isCloseTo(4.542, within(1e-3));
  }
}
