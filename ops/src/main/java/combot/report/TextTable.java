package combot.report;

import combot.report.Block.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in lines of text: as wide as it needs, or wrapped to the terminal's width. */
final class TextTable {
  private static final int GAP = 2;

  /** Up to here a column of texts is not wrapped: states, names, short values. */
  private static final int SHORT = 16;

  private final Block.Table table;
  private final TerminalForm form;

  /** Those side by side; the others are details, and stand below. */
  private final int columns;

  TextTable(Block.Table table, TerminalForm form) {
    this.table = table;
    this.form = form;
    this.columns = (int) table.columns().stream().filter(column -> !column.details()).count();
  }

  List<String> lines() {
    var lines = new ArrayList<>(form.wrapped(table.caption()));
    lines.replaceAll(line -> form.painted(line, Tone.MUTED));
    int[] widths = widths();
    if (widths.length == 0) {
      table.rows().forEach(row -> lines.addAll(stacked(row)));
      return lines;
    }
    lines.addAll(row(titles(), widths, true));
    lines.add(rule(widths));
    for (var row : table.rows()) {
      lines.addAll(row(row, widths, false));
      lines.addAll(details(row, Math.min(widths[0] + GAP, form.width() / 3)));
    }
    return lines;
  }

  /** The widths of all columns; none if the table does not fit. */
  private int[] widths() {
    int room = form.width() - GAP * (columns - 1);
    int[] wanted = IntStream.range(0, columns).map(this::longestLine).toArray();
    for (int breakable = Integer.MAX_VALUE; breakable >= SHORT; breakable = shorter(breakable)) {
      int longest = breakable;
      int[] widths = IntStream.range(0, columns).map(i -> least(i, wanted[i], longest)).toArray();
      if (Arrays.stream(widths).sum() <= room) {
        return grown(widths, wanted, room);
      }
    }
    return new int[0];
  }

  private static int shorter(int breakable) {
    return breakable == Integer.MAX_VALUE ? 3 * SHORT : breakable - SHORT;
  }

  private int least(int column, int wanted, int breakable) {
    boolean whole = table.columns().get(column).numeric() || wanted <= SHORT;
    int words = longest(texts(column).flatMap(text -> Stream.of(text.split("[ \n]"))));
    return whole ? Math.max(wanted, titleWord(column)) : Math.min(words, breakable);
  }

  /** Gives what is left to the columns that lack most. */
  private static int[] grown(int[] widths, int[] wanted, int room) {
    for (int left = room - Arrays.stream(widths).sum(); left > 0; left--) {
      int neediest = 0;
      for (int i = 1; i < widths.length; i++) {
        if (wanted[i] * widths[neediest] > wanted[neediest] * widths[i]) {
          neediest = i;
        }
      }
      if (wanted[neediest] <= widths[neediest]) {
        break;
      }
      widths[neediest]++;
    }
    return widths;
  }

  private int longestLine(int column) {
    boolean titleMayWrap = table.columns().get(column).numeric();
    int cells = longest(cells(column).flatMap(String::lines));
    return Math.max(cells, titleMayWrap ? titleWord(column) : longest(title(column).lines()));
  }

  private int titleWord(int column) {
    return longest(Stream.of(title(column).split("[ \n]")));
  }

  private Stream<String> texts(int column) {
    return Stream.concat(Stream.of(title(column)), cells(column));
  }

  private String title(int column) {
    return Plain.text(table.columns().get(column).title());
  }

  private Stream<String> cells(int column) {
    return table.rows().stream().map(row -> text(row.get(column)));
  }

  private static String text(Cell cell) {
    return Plain.text(cell.tone().marked(cell.text()));
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(Wrap::cells).max().orElse(0);
  }

  private List<Cell> titles() {
    return table.columns().stream().limit(columns).map(column -> Cell.of(column.title())).toList();
  }

  private List<String> row(List<Cell> cells, int[] widths, boolean bold) {
    var wrapped =
        IntStream.range(0, columns)
            .mapToObj(i -> Wrap.lines(text(cells.get(i)), widths[i], Wrap.CELLS))
            .toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElseThrow();
    var lines = new ArrayList<String>();
    for (int at = 0; at < height; at++) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        var part = at < wrapped.get(i).size() ? wrapped.get(i).get(at) : "";
        var space = " ".repeat(widths[i] - Wrap.cells(part));
        boolean right = table.columns().get(i).numeric();
        var painted = bold ? form.bold(part) : form.painted(part, cells.get(i).tone());
        line.append(i == 0 ? "" : " ".repeat(GAP)).append(right ? space : "");
        line.append(part.isEmpty() ? "" : painted).append(right ? "" : space);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private List<String> details(List<Cell> row, int indent) {
    return row.subList(columns, row.size()).stream()
        .filter(cell -> !cell.text().isBlank())
        .flatMap(cell -> form.hanging(" ".repeat(indent), text(cell)).stream())
        .map(line -> form.painted(line, Tone.MUTED))
        .toList();
  }

  private static String rule(int[] widths) {
    var parts = Arrays.stream(widths).mapToObj("─"::repeat).toList();
    return String.join(" ".repeat(GAP), parts);
  }

  /** A paragraph that names each column. */
  private List<String> stacked(List<Cell> row) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      var text = Plain.line(table.columns().get(i).title()) + ": " + text(cell);
      for (var line : form.hanging(i == 0 ? "" : "  ", text)) {
        lines.add(i == 0 ? form.bold(line) : form.painted(line, cell.tone()));
      }
    }
    lines.add("");
    return lines;
  }
}
