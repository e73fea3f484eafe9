package combot.report;

import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Point;
import combot.report.Block.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page of HTML that needs nothing else: no script, no font, no address. What comes before the
 * first heading is its head, with a list of contents below. Well-formed as XML, too.
 */
public record HtmlForm() implements Form {
  private static final String STYLE = style();

  private static final int LONG_WORD = 24;
  private static final int SHORT = 16;

  /** Columns of figures that a phone has room for. */
  private static final int NARROW = 4;

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <title>%1$s</title>
      <style>
      %2$s</style>
      </head>
      <body>
      <header>
      <h1>%1$s</h1>
      <p class="muted">%3$s</p>
      %4$s</header>
      %5$s<main>
      %6$s</main>
      </body>
      </html>
      """;

  /** A heading and what follows up to the next one. */
  private record Section(String heading, List<Block> blocks) {}

  @Override
  public String write(Document document) {
    var sections = new ArrayList<Section>();
    var head = new ArrayList<Block>();
    for (var block : document.blocks()) {
      if (block instanceof Block.Heading(var text)) {
        sections.add(new Section(text, new ArrayList<>()));
      } else {
        (sections.isEmpty() ? head : sections.getLast().blocks()).add(block);
      }
    }
    return PAGE.formatted(
        Html.text(document.title()),
        STYLE,
        Html.text(document.subtitle()),
        all(head),
        contents(sections),
        sections(sections));
  }

  private static String contents(List<Section> sections) {
    if (sections.isEmpty()) {
      return "";
    }
    var items = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      var heading = Html.text(sections.get(i).heading());
      items.append("<li><a href=\"#s%s\">%s</a></li>\n".formatted(i + 1, heading));
    }
    return "<nav aria-label=\"Contents\">\n<ol>\n%s</ol>\n</nav>\n".formatted(items);
  }

  private static String sections(List<Section> sections) {
    var text = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      var section = sections.get(i);
      text.append(
          "<section aria-labelledby=\"s%1$s\">\n<h2 id=\"s%1$s\">%2$s</h2>\n%3$s</section>\n"
              .formatted(i + 1, Html.text(section.heading()), all(section.blocks())));
    }
    return text.toString();
  }

  private static String all(List<Block> blocks) {
    return blocks.stream().map(HtmlForm::block).collect(Collectors.joining());
  }

  private static String block(Block block) {
    return switch (block) {
      case Block.Heading heading -> "<h2>%s</h2>\n".formatted(Html.text(heading.text()));
      case Block.Paragraph paragraph -> "<p>%s</p>\n".formatted(Html.text(paragraph.text()));
      case Block.Bullets bullets ->
          bullets.items().stream()
              .map(item -> "<li>" + Html.text(item) + "</li>\n")
              .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
      case Block.Verdict verdict ->
          "<p class=\"verdict%s\">%s</p>\n"
              .formatted(kind(verdict.tone()), marked(verdict.tone(), verdict.text()));
      case Block.Table table -> table(table);
      case Block.Plot plot -> plot(plot);
    };
  }

  /** On a phone, rows of figures are scrolled within the table; rows of texts are restacked. */
  private static String table(Block.Table table) {
    var columns = table.columns();
    boolean scrolls = 2 * columns.stream().filter(Column::numeric).count() > columns.size();
    var kind = scrolls ? columns.size() > NARROW ? "scrolls wide" : "scrolls" : "stacks";
    var caption = Html.text(table.caption());
    var titles =
        columns.stream()
            .map(c ->
                "<th scope=\"col\"%s><span>%s</span></th>".formatted(kind(c), Html.text(c.title())))
            .collect(Collectors.joining());
    var rows = table.rows().stream().map(row -> row(columns, row)).collect(Collectors.joining());
    return """
    <div class="%s" role="region" aria-label="%s"%s>
    <table role="table">
    <caption><span>%s</span></caption>
    <thead><tr>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table>
    </div>
    """
        .formatted(kind, caption, scrolls ? " tabindex=\"0\"" : "", caption, titles, rows);
  }

  /** With roles, since browsers forget them where the table is restacked. */
  private static String row(List<Column> columns, List<Cell> row) {
    var cells = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      var cell = row.get(i);
      var open = i == 0 ? "th scope=\"row\" role=\"rowheader\"" : "td role=\"cell\"";
      cells.append(
          "<%s class=\"%s%s\" data-title=\"%s\"><span>%s</span></%s>"
              .formatted(
                  open,
                  breaks(columns.get(i), cell.text()),
                  kind(cell.tone()),
                  Html.text(columns.get(i).title()),
                  marked(cell.tone(), cell.text()),
                  i == 0 ? "th" : "td"));
    }
    return "<tr role=\"row\">%s</tr>\n".formatted(cells);
  }

  /** How a cell's lines may break: at no place if it is short, anywhere if it has a long path. */
  private static String breaks(Column column, String text) {
    if (column.numeric()) {
      return "n";
    }
    boolean path = Stream.of(text.split("\\s")).anyMatch(word -> word.length() > LONG_WORD);
    return path ? "long" : text.length() <= SHORT ? "short" : "text";
  }

  private static String kind(Column column) {
    return column.numeric() ? " class=\"n\"" : "";
  }

  private static String kind(Tone tone) {
    return switch (tone) {
      case PLAIN -> "";
      case GOOD -> " good";
      case WARNING -> " warning";
      case BAD -> " bad";
      case MUTED -> " muted";
    };
  }

  private static String marked(Tone tone, String text) {
    var mark =
        tone.mark().isEmpty()
            ? ""
            : "<b role=\"img\" aria-label=\"%s\">%s</b> ".formatted(tone.word(), tone.mark());
    return mark + Html.text(text);
  }

  private static String plot(Block.Plot plot) {
    return """
    <figure>
    <figcaption>%s</figcaption>
    %s
    <details><summary>Figures</summary>
    %s</details>
    </figure>
    """
        .formatted(Html.text(plot.caption()), Svg.of(plot), table(figures(plot)));
  }

  /** What was measured, as a table; of curves only those that nothing measured stands beside. */
  private static Block.Table figures(Block.Plot plot) {
    var measured = plot.series().stream().filter(series -> !series.fitted()).toList();
    var shown = measured.isEmpty() ? plot.series() : measured;
    var columns = new ArrayList<>(List.of(new Column(plot.x().label(), true)));
    shown.forEach(series -> columns.add(new Column(series.name(), true)));
    var rows =
        shown.stream()
            .flatMap(series -> series.points().stream().map(Point::x))
            .distinct()
            .sorted()
            .map(x -> row(x, shown))
            .toList();
    return new Block.Table(plot.y().label(), columns, rows);
  }

  private static List<Cell> row(double x, List<Series> shown) {
    var cells = new ArrayList<>(List.of(Cell.of(Figures.rounded(x))));
    for (var series : shown) {
      var values =
          series.points().stream()
              .filter(point -> point.x() == x)
              .map(point -> Figures.rounded(point.y()))
              .collect(Collectors.joining(" · "));
      cells.add(Cell.of(values));
    }
    return cells;
  }

  private static String style() {
    try (var css = HtmlForm.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read report.css of the program", e);
    }
  }
}
