package combot.report;

import java.util.List;
import java.util.stream.Collectors;

/** Markdown as GitHub reads it. Texts can add no marks, tags, links or cells. */
public record MarkdownForm() implements Form {

  @Override
  public String write(Document document) {
    return "# %s\n\n%s\n".formatted(text(document.title()), text(document.subtitle()))
        + document.blocks().stream().map(b -> "\n" + text(b) + "\n").collect(Collectors.joining());
  }

  private static String text(Block block) {
    return switch (block) {
      case Block.Heading heading -> "## " + text(heading.text());
      case Block.Paragraph paragraph -> text(paragraph.text());
      case Block.Bullets bullets ->
          bullets.items().stream().map(item -> "- " + text(item)).collect(Collectors.joining("\n"));
      case Block.Verdict verdict ->
          "> **%s**".formatted(text(verdict.tone().marked(verdict.text())));
      case Block.Table table -> table(table);
      case Block.Plot plot -> "*Plot (in the HTML form): %s*".formatted(text(plot.caption()));
    };
  }

  private static String table(Block.Table table) {
    var titles = table.columns().stream().map(column -> text(column.title())).toList();
    var rules = table.columns().stream().map(column -> column.numeric() ? "---:" : "---").toList();
    var rows = table.rows().stream().map(MarkdownForm::cells).map(MarkdownForm::row);
    return "**%s**\n\n%s\n%s".formatted(text(table.caption()), row(titles), row(rules))
        + rows.map(row -> "\n" + row).collect(Collectors.joining());
  }

  private static List<String> cells(List<Block.Cell> row) {
    return row.stream().map(MarkdownForm::cell).toList();
  }

  /** What is bad is bold, since there is no colour. */
  private static String cell(Block.Cell cell) {
    var text = text(cell.tone().marked(cell.text()));
    return cell.tone() == Tone.BAD ? "**" + text + "**" : text;
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** In one line, with a tag for each line feed; marks, lists and addresses are escaped. */
  private static String text(String raw) {
    return Plain.text(raw)
        .strip()
        .replaceAll("[\\\\`*_{}\\[\\]<>#|~&!$]|(?m:^[-+=])|:(?=//)", "\\\\$0")
        .replaceAll("(?m)^(\\d+)(?=[.)](?:\\s|$))", "$1\\\\")
        .replace("\n", "<br>");
  }
}
