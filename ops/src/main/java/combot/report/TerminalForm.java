package combot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Text for a terminal. Long cells are wrapped, figures never cut; a table that is too wide even so
 * is written as one paragraph a row.
 *
 * @param width places in a line, at least {@value #NARROWEST}
 * @param colour whether tones are coloured by ANSI sequences, too
 */
public record TerminalForm(int width, boolean colour) implements Form {
  public static final int NARROWEST = 30;
  private static final int USUAL = 80;

  public TerminalForm {
    if (width < NARROWEST) {
      throw new IllegalArgumentException(
          "width must be >= %d places, was %d".formatted(NARROWEST, width));
    }
  }

  /**
   * The width that a shell exports as {@code COLUMNS}, else {@value #USUAL}; never below {@value
   * #NARROWEST}.
   */
  public static int widthIn(Map<String, String> environment) {
    var columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("\\d{1,4}") ? Math.max(NARROWEST, Integer.parseInt(columns)) : USUAL;
  }

  @Override
  public String write(Document document) {
    var lines = new ArrayList<String>();
    wrapped(document.title()).forEach(line -> lines.add(bold(line)));
    wrapped(document.subtitle()).forEach(line -> lines.add(painted(line, Tone.MUTED)));
    for (var block : document.blocks()) {
      lines.add("");
      lines.addAll(lines(block));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> lines(Block block) {
    return switch (block) {
      case Block.Heading heading -> heading(heading.text());
      case Block.Paragraph paragraph -> wrapped(paragraph.text());
      case Block.Bullets bullets ->
          bullets.items().stream().flatMap(item -> hanging("• ", item).stream()).toList();
      case Block.Verdict verdict ->
          wrapped(verdict.tone().marked(verdict.text())).stream()
              .map(line -> bold(painted(line, verdict.tone())))
              .toList();
      case Block.Table table -> new TextTable(table, this).lines();
      case Block.Plot plot -> wrapped("Plot (in the HTML form): " + plot.caption());
    };
  }

  private List<String> heading(String text) {
    var lines = new ArrayList<>(wrapped(text));
    int longest = lines.stream().mapToInt(Wrap::cells).max().orElse(0);
    lines.replaceAll(this::bold);
    lines.add("─".repeat(longest));
    return lines;
  }

  List<String> wrapped(String text) {
    return Wrap.lines(Plain.text(text), width, Wrap.CELLS);
  }

  /** Wrapped, with the first line behind a mark and the others below its text. */
  List<String> hanging(String mark, String text) {
    var lines = Wrap.lines(Plain.text(text), width - mark.length(), Wrap.CELLS);
    var hanging = new ArrayList<String>();
    for (var line : lines) {
      hanging.add((hanging.isEmpty() ? mark : " ".repeat(mark.length())) + line);
    }
    return hanging;
  }

  String bold(String text) {
    return sequence("1", text);
  }

  String painted(String text, Tone tone) {
    return switch (tone) {
      case PLAIN -> text;
      case GOOD -> sequence("32", text);
      case WARNING -> sequence("33", text);
      case BAD -> sequence("31", text);
      case MUTED -> sequence("2", text);
    };
  }

  private String sequence(String code, String text) {
    return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
