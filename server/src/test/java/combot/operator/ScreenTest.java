package combot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private static final List<String> PAGE = List.of("Combot serves", "worker 1", "bar", "q leaves");

  @Test
  void aSmallTerminalShowsWhatIsAboveAndHowToLeave() {
    assertThat(Screen.fitting(PAGE, 3, 80))
        .containsExactly("Combot serves", "worker 1", "q leaves");
    assertThat(Screen.fitting(PAGE, 1, 80)).containsExactly("q leaves");
    assertThat(Screen.fitting(PAGE, 4, 6)).containsExactly("Combot", "worker", "bar", "q leav");
  }

  @Test
  void whereThereIsRoomOrTheTerminalDoesNotTellAllIsShown() {
    assertThat(Screen.fitting(PAGE, 24, 80)).isEqualTo(PAGE);
    assertThat(Screen.fitting(PAGE, 0, 0)).isEqualTo(PAGE);
  }
}
