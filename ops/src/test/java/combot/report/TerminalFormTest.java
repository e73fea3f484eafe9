package combot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Table;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminalFormTest {
  private static final Table TABLE =
      new Table(
          "Times",
          List.of(new Column("Step", false), new Column("ms", true)),
          List.of(
              List.of(Cell.of("warm"), Cell.of("4.6")),
              List.of(Cell.of("cold start"), Cell.of("1,312.8"))));

  @Test
  void alignsNumbersAtTheRight() {
    assertThat(write(new TerminalForm(80, false), TABLE))
        .isEqualTo(
            """
            Report
            now

            Times
            Step             ms
            ──────────  ───────
            warm            4.6
            cold start  1,312.8
            """);
  }

  @Property(tries = 100)
  void keepsToItsWidth(@ForAll @IntRange(min = 30, max = 250) int width) {
    assertThat(new TerminalForm(width, false).write(Sample.document()).lines())
        .allMatch(line -> Wrap.cells(line) <= width);
  }

  @Property(tries = 200)
  void keepsToItsWidthAndWritesNoControlsWhateverTheTexts(
      @ForAll String text, @ForAll @IntRange(min = 30, max = 100) int width) {
    var written = new TerminalForm(width, false).write(Sample.saying(text));

    assertThat(written.lines()).allMatch(line -> Wrap.cells(line) <= width);
    assertThat(written.codePoints().filter(Character::isISOControl)).containsOnly((int) '\n');
  }

  @Property(tries = 100)
  void cutsNoFigure(@ForAll @IntRange(min = 30, max = 250) int width) {
    var lines = new TerminalForm(width, false).write(Sample.document()).lines().toList();

    assertThat(lines).anyMatch(line -> line.contains("18.4 ms"));
    assertThat(lines).anyMatch(line -> line.contains("0.0.0.0:6379"));
    assertThat(lines).anyMatch(line -> line.contains("2,363.0"));
  }

  @Test
  void wrapsLongCellsBelowEachOther() {
    var row = List.of(Cell.of("a name of several words that goes on"), Cell.of("12,345"));

    assertThat(write(new TerminalForm(30, false), table(row)))
        .endsWith(
            """
            a name of several       12,345
            words that goes on
            """);
  }

  @Test
  void writesDetailsBelowTheirRows() {
    var columns =
        List.of(new Column("State", false), new Column("ms", true), Column.details("How"));
    var rows =
        List.of(
            List.of(Cell.of("PASS"), Cell.of("4.6"), Cell.of("asked twice, at noon")),
            List.of(Cell.of("FAIL"), Cell.of("9.1"), Cell.of("")));

    assertThat(write(new TerminalForm(30, false), new Table("Times", columns, rows)))
        .endsWith(
            """
            State   ms
            ─────  ───
            PASS   4.6
                   asked twice, at noon
            FAIL   9.1
            """);
  }

  @Test
  void writesATableThatDoesNotFitAsAParagraphForEachRow() {
    var figure = "123,456,789,012,345,678,901";

    assertThat(write(new TerminalForm(30, false), table(List.of(Cell.of("big"), Cell.of(figure)))))
        .endsWith("Step: big\n  ms:\n  123,456,789,012,345,678,901\n\n");
  }

  @Test
  void givesWideCharactersTheirTwoPlaces() {
    assertThat(write(new TerminalForm(40, false), table(List.of(Cell.of("日本"), Cell.of("1")))))
        .endsWith("日本   1\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"GOOD", "WARNING", "BAD"})
  void saysEachToneWithoutColour(Tone tone) {
    var cell = new Cell("state", tone);

    assertThat(write(new TerminalForm(80, false), table(List.of(cell, Cell.of("1")))))
        .contains(tone.mark() + " state")
        .doesNotContain("\033");
  }

  @Test
  void coloursOnlyWhatItWritesWithoutColourToo() {
    var coloured = new TerminalForm(80, true).write(Sample.document());

    assertThat(coloured).contains("\033[31m✗ FAIL\033[0m", "\033[32m✓ PASS\033[0m");
    assertThat(coloured.replaceAll("\033\\[\\d+m", ""))
        .isEqualTo(new TerminalForm(80, false).write(Sample.document()));
  }

  @Test
  void takesTheShellsWidth() {
    assertThat(TerminalForm.widthIn(Map.of("COLUMNS", "132"))).isEqualTo(132);
    assertThat(TerminalForm.widthIn(Map.of("COLUMNS", "3"))).isEqualTo(30);
    assertThat(TerminalForm.widthIn(Map.of("COLUMNS", "wide"))).isEqualTo(80);
    assertThat(TerminalForm.widthIn(Map.of())).isEqualTo(80);
  }

  @Test
  void refusesAWidthInWhichNothingFits() {
    assertThatThrownBy(() -> new TerminalForm(29, false))
        .hasMessage("width must be >= 30 places, was 29");
  }

  private static Table table(List<Cell> row) {
    return new Table("Times", TABLE.columns(), List.of(row));
  }

  private static String write(TerminalForm form, Block block) {
    return form.write(new Document("Report", "now", List.of(block)));
  }
}
