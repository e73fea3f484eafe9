package combot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0;0",
        "1;1",
        "0.1;0.1",
        "-12.5;-12.5",
        "1234.56;1,235",
        "123456.7;123,457",
        "999.96;1,000",
        "0.00012345;0.0001234",
        "0.00001;1e-5",
        "25000000;2.5e7"
      })
  void areShort(double value, String text) {
    assertThat(Figures.rounded(value)).isEqualTo(text);
  }
}
