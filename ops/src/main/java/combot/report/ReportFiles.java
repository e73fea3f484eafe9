package combot.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The files that a report is written to, one a form; {@code null}: not in that form. */
public record ReportFiles(Path json, Path html, Path markdown) {

  /**
   * Sees that all can be written, before the work whose report they are to hold.
   *
   * @throws UncheckedIOException if one can't; its message is for people
   */
  public void check() {
    Stream.of(json, html, markdown).filter(Objects::nonNull).forEach(ReportFile::check);
  }

  /**
   * Writes all; one that can't be written keeps none of the others from it.
   *
   * @param told the report as JSON
   * @return why some are not written, a sentence each
   */
  public List<String> write(Document document, String told) {
    var problems = new ArrayList<String>();
    write(json, () -> told + "\n", problems);
    write(html, () -> new HtmlForm().write(document), problems);
    write(markdown, () -> new MarkdownForm().write(document), problems);
    return problems;
  }

  private static void write(Path file, Supplier<String> text, List<String> problems) {
    if (file == null) {
      return;
    }
    try {
      ReportFile.write(file, text.get());
    } catch (UncheckedIOException e) {
      problems.add(e.getMessage());
    }
  }
}
