package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComplaintFileTest {
  private static final List<String> CLASSES = List.of("Food", "Service");

  @TempDir private Path folder;

  @Test
  void readsClassesAndTextsInTheirOrder() throws IOException {
    var complaints =
        Complaints.read(
            file("\uFEFFClass\tText\r\nFood\t the soup was cold \r\n\r\nService\t\"hm\", he said"),
            CLASSES);
    assertThat(complaints.all())
        .containsExactly(
            new Complaint("Food", "the soup was cold"),
            new Complaint("Service", "\"hm\", he said"));
  }

  @Test
  void tellsEveryProblemWithItsLineAndHowToMendIt() throws IOException {
    refused(
            file(
                """
                class\ttext
                Food\tcold soup
                cold fish\tFood
                foood\tcold chips
                Food\t
                no tab at all
                Food\ttoo\tmany
                Service\tcold soup
                """))
        .hasMessageEndingWith(
            """
            mine.tsv:
              line 3: the class comes first: move 'Food' before the text (Food)
              line 4: class 'foood' is not one of Food, Service (cold chips)
              line 5: no text after the tab; write one, or delete the line (Food)
              line 6: 0 tabs; write class, one tab, text (no tab at all)
              line 7: 2 tabs; write class, one tab, text (Food\ttoo\tmany)
              line 8: the same text as in line 2; delete one of them (cold soup)\
            """);
  }

  @Test
  void aHeaderBelongsIntoTheFirstLine() throws IOException {
    refused(file("Food\tcold soup\nclass\ttext\n"))
        .hasMessageContaining("line 2: class 'class' is not one of Food, Service (text)");
  }

  @Test
  void tellsTheFirstTwentyProblemsOfAWrongFile() throws IOException {
    refused(file("a long line without any tab, such as a diary has\n".repeat(23)))
        .hasMessageContaining("line 20: 0 tabs")
        .hasMessageContaining("(a long line without any tab, such as a d…)")
        .hasMessageEndingWith("\n  and 3 more");
  }

  @Test
  void aFileWithoutComplaintsIsRefused() throws IOException {
    refused(file("class\ttext\n\n"))
        .hasMessageEndingWith(
            "no complaints in it; write one a line: its class (Food, Service), a tab, its text");
  }

  @Test
  void namesAFileThatCannotBeRead() throws IOException {
    refused(folder.resolve("none.tsv")).hasMessageEndingWith("none.tsv: there is no such file");
    refused(folder).hasMessageEndingWith("is a directory; name a file of complaints in it");
    refused(file("Food\tthe café", StandardCharsets.ISO_8859_1))
        .hasMessageContaining("not UTF-8. Save it as UTF-8");
  }

  private AbstractThrowableAssert<?, ?> refused(Path file) {
    return assertThatThrownBy(() -> Complaints.read(file, CLASSES))
        .isInstanceOf(InvalidComplaintsException.class);
  }

  private Path file(String content) throws IOException {
    return file(content, StandardCharsets.UTF_8);
  }

  private Path file(String content, Charset charset) throws IOException {
    return Files.writeString(folder.resolve("mine.tsv"), content, charset);
  }
}
