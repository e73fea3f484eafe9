package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void swappedLettersAreOneEdit() {
    assertThat(Nearest.distance("Hgih", "High")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("HIGH", "high")).isZero();
  }

  @Test
  void guessesOnlyWhatIsNear() {
    assertThat(Nearest.hint("titel", List.of("study", "title"))).isEqualTo("did you mean 'title'?");
    assertThat(Nearest.hint("D", List.of("A", "B"))).isEqualTo("known are A, B");
    assertThat(Nearest.hint("a", List.of("A", "B"))).isEqualTo("did you mean 'A'?");
    assertThat(Nearest.hint("x", List.of())).isEmpty();
    assertThat(Nearest.find("x".repeat(1_000), List.of("y".repeat(1_000)))).isEmpty();
  }
}
