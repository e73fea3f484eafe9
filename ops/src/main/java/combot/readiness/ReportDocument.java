package combot.readiness;

import combot.report.Block;
import combot.report.Block.Bullets;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Heading;
import combot.report.Block.Paragraph;
import combot.report.Block.Table;
import combot.report.Document;
import combot.report.Tone;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A report as a document, for any form. */
final class ReportDocument {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final List<Column> COLUMNS =
      List.of(
          new Column("State", false),
          new Column("Line", false),
          new Column("Value", false),
          new Column("Threshold", false),
          Column.details("How and when (UTC)"));

  private ReportDocument() {}

  static Document of(Report report) {
    var blocks = new ArrayList<Block>();
    blocks.addAll(verdict(report));
    blocks.addAll(recommendations(report));
    blocks.addAll(compared(report.comparison()));
    for (var section : report.sections()) {
      blocks.add(new Heading(section.title()));
      if (!section.lines().isEmpty()) {
        blocks.add(table(section));
      }
      blocks.addAll(section.blocks());
    }
    blocks.addAll(list("Thresholds that were changed", report.thresholds()));
    return new Document(
        "Is Combot ready for a study?",
        "%s, %s, Combot %s at %s, data in %s, by %s"
            .formatted(
                DAY.format(report.at()),
                report.host(),
                report.version(),
                report.url(),
                report.data(),
                report.depth().command()),
        blocks);
  }

  private static List<Block> verdict(Report report) {
    var verdict = report.verdict();
    var blocks = new ArrayList<Block>();
    var scope = report.depth() == Depth.QUICK ? ", as far as can be told without load" : "";
    blocks.add(new Block.Verdict(tone(verdict.outcome()), verdict.outcome() + scope));
    if (verdict.deciding().isEmpty()) {
      blocks.add(new Paragraph(passed(report.lines())));
    } else {
      blocks.add(new Paragraph("What decided it:"));
      blocks.add(
          new Bullets(
              verdict.deciding().stream()
                  .map(line -> "%s: %s: %s".formatted(line.state(), line.title(), line.value()))
                  .toList()));
    }
    return blocks;
  }

  /** Of lines none of which speaks against it. */
  static String passed(List<Line> lines) {
    long unknown = lines.stream().filter(line -> line.state() == State.NOT_MEASURED).count();
    return unknown == 0
        ? "Every line passed."
        : "Every line that was measured passed; not measured, and not required: %d."
            .formatted(unknown);
  }

  private static Tone tone(Verdict.Outcome outcome) {
    return switch (outcome) {
      case READY -> Tone.GOOD;
      case READY_WITH_WARNINGS -> Tone.WARNING;
      case NOT_READY -> Tone.BAD;
    };
  }

  private static List<Block> recommendations(Report report) {
    return list(
        "What to do",
        report.recommendations().stream()
            .map(line ->
                (line.state() == State.PASS ? "" : line.state() + ": ")
                    + line.title()
                    + " ("
                    + line.value()
                    + ")"
                    + line.remedy().map(": "::concat).orElse(""))
            .toList());
  }

  private static List<Block> compared(Comparison comparison) {
    if (comparison.with().isEmpty()) {
      return list("Against earlier reports", comparison.why().stream().toList());
    }
    var items = new ArrayList<String>();
    comparison.worse().forEach(change -> items.add("Worse: " + change));
    comparison.better().forEach(change -> items.add("Better: " + change));
    comparison.added().forEach(title -> items.add("New: " + title));
    comparison.gone().forEach(title -> items.add("Gone: " + title));
    if (items.isEmpty()) {
      items.add("Every line is as it was.");
    }
    return list(
        "Against the report of " + DAY.format(Instant.parse(comparison.with().get())), items);
  }

  private static List<Block> list(String title, List<String> items) {
    return items.isEmpty() ? List.of() : List.of(new Heading(title), new Bullets(items));
  }

  private static Table table(Section section) {
    return new Table(
        "Lines with * are required: while one is not measured, the verdict is NOT READY.",
        COLUMNS,
        section.lines().stream().map(ReportDocument::row).toList());
  }

  private static List<Cell> row(Line line) {
    return List.of(
        new Cell(line.state().toString(), tone(line.state())),
        Cell.of(line.title() + (line.required() ? " *" : "")),
        Cell.of(line.value()),
        Cell.of(line.threshold()),
        new Cell("%s, %s".formatted(line.how(), TIME.format(line.when())), Tone.MUTED));
  }

  private static Tone tone(State state) {
    return switch (state) {
      case PASS -> Tone.GOOD;
      case WARN -> Tone.WARNING;
      case FAIL -> Tone.BAD;
      case NOT_MEASURED -> Tone.MUTED;
    };
  }
}
