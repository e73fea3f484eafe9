package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ExamplesTest {
  private static final List<String> CLASSES = List.of("A", "B", "C", "Other");

  @TempDir Path temp;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(temp.resolve("texts.tsv"), bytes);
  }

  @Test
  void readsTextsWithHeaderByteOrderMarkAndEitherLineEnd() throws IOException {
    byte[] bytes =
        "\uFEFFText\tClass\r\nit broke 😡\tA\r\n\r\n late \t B \n".getBytes(StandardCharsets.UTF_8);
    assertThat(Examples.read(file(bytes), CLASSES))
        .containsExactly(new Example("it broke 😡", "A", 2), new Example("late", "B", 4));
  }

  record Wrong(String content, String... said) {}

  static final List<Wrong> WRONG =
      List.of(
          new Wrong("", "no texts in it"),
          new Wrong("text\tclass\n", "no texts in it"),
          new Wrong("fine\tA\nno tab here\n", "line 2: no tab", "'no tab here'"),
          new Wrong("a\tb\tA\n", "line 1: more than one tab"),
          new Wrong(" \tA\n", "line 1: no text before the tab"),
          new Wrong("x\tD\n", "line 1: class 'D' is not one of A, B, C, Other"),
          new Wrong("It's late\tB\nIt\u2019s  late\tC\n", "line 2: the same text as in line 1"),
          new Wrong("x\n".repeat(30), "line 20: no tab", "and 10 more"));

  @ParameterizedTest
  @FieldSource("WRONG")
  void tellsEveryProblemWithItsLine(Wrong wrong) throws IOException {
    Path file = file(wrong.content().getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Examples.read(file, CLASSES))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("texts.tsv")
        .hasMessageContainingAll(wrong.said());
  }

  @Test
  void tellsAWrongEncodingAndAMissingFile() throws IOException {
    Path latin = file("caf\u00E9 was cold\tA\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Examples.read(latin, CLASSES)).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> Examples.read(temp.resolve("none.tsv"), CLASSES))
        .hasMessageContaining("no such file");
  }
}
