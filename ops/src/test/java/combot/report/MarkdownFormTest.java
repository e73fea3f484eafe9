package combot.report;

import static org.assertj.core.api.Assertions.assertThat;

import combot.report.Block.Bullets;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Paragraph;
import combot.report.Block.Table;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MarkdownFormTest {
  private static final Pattern OPEN_PIPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\|");
  private static final Pattern OPEN_TAG = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*<(?!br>)");

  @Test
  void writesATableAsGitHubReadsIt() {
    var table =
        new Table(
            "Lines",
            List.of(new Column("Line", false), new Column("ms", true), new Column("State", false)),
            List.of(
                List.of(Cell.of("a|b"), Cell.of("18.4"), new Cell("WARN", Tone.WARNING)),
                List.of(Cell.of("c\nd"), Cell.of("7"), new Cell("FAIL", Tone.BAD))));

    assertThat(write(table))
        .endsWith(
            """
            **Lines**

            | Line | ms | State |
            | --- | ---: | --- |
            | a\\|b | 18.4 | \\! WARN |
            | c<br>d | 7 | **✗ FAIL** |
            """);
  }

  @Test
  void escapesWhatMarkdownWouldTakeForItsOwn() {
    assertThat(write(new Paragraph("# <b> `c` *d* _e_ [f](g) ~h~ $i$ &lt; \\")))
        .endsWith("\n\\# \\<b\\> \\`c\\` \\*d\\* \\_e\\_ \\[f\\](g) \\~h\\~ \\$i\\$ \\&lt; \\\\\n");
  }

  @Test
  void makesNoListsAndLinksOfTexts() {
    assertThat(write(new Bullets(List.of("- a", "1. b", "1.5 c", "http://d.example"))))
        .endsWith("- \\- a\n- 1\\. b\n- 1.5 c\n- http\\://d.example\n");
  }

  @Property(tries = 300)
  void noTextAddsACellOrATag(@ForAll String text) {
    var written = new MarkdownForm().write(Sample.saying(text));

    assertThat(written.lines().filter(line -> line.startsWith("| ")))
        .hasSize(3)
        .allMatch(line -> OPEN_PIPE.matcher(line).results().count() == 3);
    assertThat(OPEN_TAG.matcher(written).results()).isEmpty();
  }

  private static String write(Block block) {
    return new MarkdownForm().write(new Document("Report", "now", List.of(block)));
  }
}
