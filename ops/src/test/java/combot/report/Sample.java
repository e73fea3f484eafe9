package combot.report;

import combot.report.Block.Axis;
import combot.report.Block.Bullets;
import combot.report.Block.Cell;
import combot.report.Block.Column;
import combot.report.Block.Heading;
import combot.report.Block.Paragraph;
import combot.report.Block.Plot;
import combot.report.Block.Point;
import combot.report.Block.Series;
import combot.report.Block.Table;
import combot.report.Block.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A report with all that may stand in one, much of it out to break a form. */
final class Sample {
  static final String HOSTILE =
      "<script>alert(\"a & 'b'\")</script> | `c` **d** \u001b[31mred\u001b[0m\n# e";

  private static final double[] LEVELS = {1, 4, 8, 12, 16, 20, 24, 32, 40, 50, 100, 200, 500, 1000};
  private static final String LONG_PATH =
      "/var/lib/combot/data/studies/2026-11-26T07-55-01Z/think-feel-with-a-very-long-name.yaml";

  private Sample() {}

  static Document document() {
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Verdict(
            Tone.BAD, "NOT READY: 2 lines failed (Redis answers strangers; last backup unknown)."));
    blocks.add(
        new Paragraph(
            "Each line was measured now, on this machine. 31 lines passed, 4 warn, 2 failed, 3 were not measured."));
    blocks.add(new Heading("System health"));
    blocks.add(lines("System health: what was looked at", 14));
    blocks.add(new Heading("Performance"));
    blocks.add(steps());
    blocks.add(throughput());
    blocks.add(latency());
    blocks.add(new Heading("Memory management"));
    blocks.add(lines("Each feature, proven by doing it", 12));
    blocks.add(new Heading("Configuration audit"));
    blocks.add(lines("Settings and files", 14));
    blocks.add(new Heading("Recommendations"));
    blocks.add(
        new Bullets(
            List.of(
                "Let Redis listen on 127.0.0.1 only: set \"bind 127.0.0.1\" in /etc/redis/redis.conf, then systemctl restart redis.",
                "Make a backup each night: sqlite3 data/combot.db \".backup data/backup/combot.db\".",
                HOSTILE)));
    blocks.add(new Heading("How it was measured " + HOSTILE));
    blocks.add(
        new Paragraph(
            "15 virtual participants, 20 sessions, 5 s apart. Intervals are Wilson's, 95 %. "
                + LONG_PATH));
    return new Document(
        "Readiness of think-feel " + HOSTILE,
        "2026-11-26 07:55 UTC, combot.example.org, ./combot check --full",
        blocks);
  }

  /** A small one in which each place for a text holds this one. */
  static Document saying(String text) {
    var columns = List.of(new Column(text, false), new Column(text, true));
    var row = List.of(new Cell(text, Tone.BAD), Cell.of("1"));
    var plot = new Plot(text, new Axis(text, false), new Axis(text, false), List.of());
    return new Document(
        text,
        text,
        List.of(
            new Verdict(Tone.GOOD, text),
            new Heading(text),
            new Paragraph(text),
            new Bullets(List.of(text)),
            new Table(text, columns, List.of(row)),
            plot));
  }

  private static Table lines(String caption, int count) {
    var rows = new ArrayList<List<Cell>>();
    for (int i = 0; i < count; i++) {
      rows.add(line(i));
    }
    return new Table(
        caption,
        List.of(
            new Column("Line", false),
            new Column("Value", true),
            new Column("Threshold", true),
            new Column("State", false),
            Column.details("How it was measured")),
        rows);
  }

  private static List<Cell> line(int i) {
    return switch (i % 7) {
      case 0 -> line("Workers that classify", "2 of 2", "all", PASS, "asked each by its own port");
      case 1 -> line("Memory in use", "64.2 %", "≤ 75 %", PASS, "MemAvailable of /proc/meminfo");
      case 2 ->
          line(
              "Write and fsync, 95th percentile of 20",
              "18.4 ms",
              "≤ 10 ms",
              new Cell("WARN", Tone.WARNING),
              "20 blocks of 4 KiB in " + LONG_PATH);
      case 3 ->
          line(
              "Redis reachable by strangers",
              "0.0.0.0:6379",
              "loopback",
              new Cell("FAIL", Tone.BAD),
              "listening sockets in /proc/net/tcp");
      case 4 ->
          line(
              "Days until the certificate ends",
              "–",
              "≥ 14",
              new Cell("NOT MEASURED", Tone.MUTED),
              "no public address was given (--url)");
      case 5 -> line("Open files allowed", "1,048,576", "≥ 4,096", PASS, "RLIMIT_NOFILE");
      default -> line(HOSTILE, "0", "0", PASS, HOSTILE);
    };
  }

  private static final Cell PASS = new Cell("PASS", Tone.GOOD);

  private static List<Cell> line(String name, String value, String limit, Cell state, String how) {
    return List.of(Cell.of(name), Cell.of(value), Cell.of(limit), state, new Cell(how, Tone.MUTED));
  }

  private static Table steps() {
    var rows = new ArrayList<List<Cell>>();
    for (double users : LEVELS) {
      double p95 = p95(users);
      var state =
          p95 < 100
              ? new Cell("optimal", Tone.GOOD)
              : p95 < 1000 ? new Cell("acceptable", Tone.WARNING) : new Cell("too slow", Tone.BAD);
      rows.add(
          List.of(
              Cell.of(format("%,.0f", users)),
              Cell.of(format("%,.1f", throughput(users))),
              Cell.of("99.9–100"),
              Cell.of(format("%,.1f", p95 / 3)),
              Cell.of(format("%,.1f", p95)),
              Cell.of(format("%,.1f", p95 * 1.8)),
              state));
    }
    return new Table(
        "Steps: replies by number of participants at once, no think time",
        List.of(
            new Column("Participants", true),
            new Column("Requests/s", true),
            new Column("Success, 95 % interval, %", true),
            new Column("p50, ms", true),
            new Column("p95, ms", true),
            new Column("p99, ms", true),
            new Column("State", false)),
        rows);
  }

  static Plot throughput() {
    return new Plot(
        "Throughput grows up to about 40 participants, then contention and coherency cost more than they give.",
        new Axis("participants", true),
        new Axis("requests/s", false),
        List.of(
            new Series("measured", false, points(Sample::throughput)),
            new Series("Universal Scalability Law", true, points(n -> throughput(n) * 1.04))));
  }

  private static Plot latency() {
    return new Plot(
        "Percentiles of a reply by participants.",
        new Axis("participants", true),
        new Axis("time of a reply, ms", true),
        List.of(
            new Series("p50", false, points(n -> p95(n) / 3)),
            new Series("p90", false, points(n -> p95(n) / 1.3)),
            new Series("p95", false, points(Sample::p95)),
            new Series("p99", false, points(n -> p95(n) * 1.8)),
            new Series("max", false, points(n -> p95(n) * 4)),
            new Series("Little's law", true, points(n -> n / throughput(n) * 1000))));
  }

  private static List<Point> points(java.util.function.DoubleUnaryOperator of) {
    return DoubleStream.of(LEVELS).mapToObj(n -> new Point(n, of.applyAsDouble(n))).toList();
  }

  private static double throughput(double users) {
    return 420 * users / (1 + 0.15 * (users - 1) + 0.0004 * users * (users - 1));
  }

  private static double p95(double users) {
    return 2.2 + users * 1000 / throughput(users);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
