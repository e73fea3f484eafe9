package combot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void tellsTimesInTheirTwoLargestUnits() {
    assertThat(Figure.time(Duration.ofSeconds(-1))).isEqualTo("0 s");
    assertThat(Figure.time(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Figure.time(Duration.ofSeconds(60))).isEqualTo("1 min");
    assertThat(Figure.time(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Figure.time(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void tellsMemoryInMegabytesAndGigabytes() {
    assertThat(Figure.megabytes(812)).isEqualTo("812 MB");
    assertThat(Figure.megabytes(7_987)).isEqualTo("7.8 GB");
    assertThat(Figure.megabytes(null)).isEqualTo("–");
  }

  @Test
  void tellsSmallSumsByDigitsThatSaySomething() {
    assertThat(Figure.money(0)).isEqualTo("0.00");
    assertThat(Figure.money(0.01)).isEqualTo("0.01");
    assertThat(Figure.money(0.000617)).isEqualTo("0.00062");
    assertThat(Figure.money(12.345)).isEqualTo("12.35");
  }

  @Test
  void drawsBarsOfTheSameLength() {
    assertThat(Figure.bar(0, 4)).isEqualTo("░░░░");
    assertThat(Figure.bar(0.5, 4)).isEqualTo("██░░");
    assertThat(Figure.bar(7, 4)).isEqualTo("████");
  }
}
