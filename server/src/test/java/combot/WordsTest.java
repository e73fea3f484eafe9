package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void wrapsAtWhiteSpaceAndKeepsLongWordsAndLineBreaks() {
    assertThat(Words.wrap("one two three", 7)).isEqualTo(List.of("one two", "three"));
    assertThat(Words.wrap("one two", 7)).isEqualTo(List.of("one two"));
    assertThat(Words.wrap("incomprehensible word", 5))
        .isEqualTo(List.of("incomprehensible", "word"));
    assertThat(Words.wrap(" one \n\n  two\n", 10)).isEqualTo(List.of("one", "", "two"));
  }

  @Test
  void countsInSingularAndPlural() {
    assertThat(Words.count(1, "text")).isEqualTo("1 text");
    assertThat(Words.count(0, "text")).isEqualTo("0 texts");
  }
}
