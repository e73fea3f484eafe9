package combot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Leaves the sample in all forms in {@code target/report}, to be looked at. */
class FormsTest {
  private static final Path PLACE = Path.of("target", "report");

  @Test
  void writesTheSampleInAllForms() throws Exception {
    Files.createDirectories(PLACE);
    write("sample.txt", new TerminalForm(80, false));
    write("sample-colour.txt", new TerminalForm(120, true));
    write("sample-narrow.txt", new TerminalForm(40, false));
    write("sample.md", new MarkdownForm());
    write("sample.html", new HtmlForm());
  }

  private static void write(String name, Form form) throws Exception {
    var text = form.write(Sample.document());
    assertThat(text).endsWith("\n").contains("NOT READY", "18.4 ms", "optimal");
    Files.writeString(PLACE.resolve(name), text);
  }
}
