package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import combot.report.Block;
import combot.report.HtmlForm;
import combot.report.MarkdownForm;
import combot.report.TerminalForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadReportTest {

  private static Outcome outcome(StubServer server, Shape shape) {
    var plan =
        new Plan(
            server.url(),
            "",
            StubServer.KEY,
            "report",
            shape,
            Behaviour.calm(0.001),
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            Duration.ofMinutes(1),
            100_000,
            false);
    return LoadTest.run(plan, Listener.NONE);
  }

  private static final Shape SESSIONS = new Shape.Sessions(4, 30, Duration.ZERO, Duration.ZERO);

  @Test
  void saysThatAllWasRight() {
    try (var server = new StubServer()) {
      var document = LoadReport.of(outcome(server, SESSIONS), List.of());
      var terminal = new TerminalForm(80, false).write(document);
      assertThat(terminal)
          .contains("Every answer was right")
          .contains("the 24 slowest of 30")
          .contains("acknowledged and not stored")
          .contains("120 conversations with 840 turns");
      assertThat(terminal.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
      assertThat(new MarkdownForm().write(document)).contains("| session ");
      assertThat(new HtmlForm().write(document)).contains("<svg");
    }
  }

  @Test
  void saysWhatWasWrong() {
    try (var server = new StubServer()) {
      server.contentType = "text/plain";
      var outcome = outcome(server, new Shape.Sessions(2, 1, Duration.ZERO, Duration.ZERO));
      var text = new MarkdownForm().write(LoadReport.of(outcome, List.of()));
      assertThat(text).contains("Answers were wrong").contains("content type text/plain");
      var json = OutcomeJson.of(outcome, List.of());
      assertThat(json.getBoolean("right")).isFalse();
      assertThat(json.getJsonArray("stages").getJsonObject(0).getLong("wrong")).isEqualTo(14);
    }
  }

  @Test
  void saysWhichRequirementIsNotReachedAndWhere() {
    try (var server = new StubServer()) {
      var outcome =
          outcome(server, new Shape.Steps(List.of(1, 2), Duration.ofMillis(500), Duration.ZERO));
      var requirement = Requirement.parse("requests>=1000000");
      var held = outcome.stages().stream().map(requirement::hold).toList();
      var text = new TerminalForm(80, false).write(LoadReport.of(outcome, held));
      assertThat(text).contains("Not reached: requests>=1000000 in 1 user (");
      var html = new HtmlForm().write(LoadReport.of(outcome, held));
      assertThat(html).contains("Throughput, by participants at once");
    }
  }

  @Test
  void itsJsonIsAsTheSchemaSays() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Path.of("..", "docs", "loadtest.schema.json")), InputFormat.JSON);
    var requirement = Requirement.parse("p95<1ms");
    try (var server = new StubServer()) {
      for (var shape : List.of(SESSIONS, new Shape.Arrivals(20, Duration.ofSeconds(1)))) {
        var outcome = outcome(server, shape);
        var held = outcome.stages().stream().map(requirement::hold).toList();
        var told = OutcomeJson.of(outcome, held);
        assertThat(schema.validate(told.encode(), InputFormat.JSON)).isEmpty();
        told.getJsonArray("stages").getJsonObject(0).remove("reconciled");
        assertThat(schema.validate(told.encode(), InputFormat.JSON)).isNotEmpty();
      }
      server.status = 500;
      var told = OutcomeJson.of(outcome(server, SESSIONS), List.of()).put("right", "perhaps");
      assertThat(schema.validate(told.encode(), InputFormat.JSON)).hasSize(1);
    }
  }

  /** A soak of so many seconds that nobody has to wait for. */
  private static Outcome soak(int seconds, List<Sample> samples) {
    try (var server = new StubServer()) {
      var real = outcome(server, new Shape.Soak(1, Duration.ofMillis(200)));
      var stage = real.stages().getFirst();
      var series =
          IntStream.range(0, seconds).mapToObj(at -> new Second(at, 100 + at, 50, 20)).toList();
      return new Outcome(
          real.plan(),
          real.study(),
          real.studyVersion(),
          real.began(),
          Duration.ofSeconds(seconds),
          Optional.empty(),
          List.of(
              new Outcome.StageOutcome(
                  stage.name(),
                  stage.users(),
                  0,
                  Duration.ofSeconds(seconds),
                  stage.begun(),
                  stage.finished(),
                  stage.conversationsPerHour(),
                  stage.requestsPerSecond(),
                  stage.droppedOut(),
                  stage.brokenOff(),
                  stage.success(),
                  stage.wrong(),
                  stage.unanswered(),
                  stage.failures(),
                  stage.latencies(),
                  stage.all(),
                  stage.sessions(),
                  stage.arrivals(),
                  stage.little(),
                  series,
                  stage.reconciled())),
          real.latencies(),
          samples,
          real.cutShort(),
          real.purged(),
          real.notPurged());
    }
  }

  private static Sample sample(double at, double gateway, double worker, int... workers) {
    var figures = new HashMap<String, Double>();
    figures.put("memory.gateway", gateway * Figure.MEGABYTE);
    double all = gateway;
    for (int number : workers) {
      figures.put("memory.worker." + number, (worker + number) * Figure.MEGABYTE);
      all += worker + number;
    }
    figures.put("memory.all", all * Figure.MEGABYTE);
    return new Sample(at, 1, figures);
  }

  @Test
  void comparesTheFirstTenthOfASoakWithTheLast() {
    var samples = List.of(sample(1, 50, 99, 1), sample(9, 70, 100, 1), sample(19, 75, 109, 1));
    var table = Tenths.of(soak(20, samples)).orElseThrow();
    assertThat(table.rows())
        .extracting(row -> row.stream().map(Block.Cell::text).toList())
        .containsExactly(
            List.of("requests/s", "100.5", "118.5", "+17.9 %"),
            List.of("p95 of replies, mean of all seconds, ms", "20.0", "20.0", "+0.0 %"),
            List.of("memory of gateway and workers, MB", "150.0", "185.0", "+23.3 %"),
            List.of("memory of the gateway, MB", "50.0", "75.0", "+50.0 %"));
    assertThat(Tenths.of(soak(9, samples))).isEmpty();
  }

  @Test
  void memoryHasALineForEachProcessWhileThereAreFew() {
    var samples = List.of(sample(0, 50, 100, 1, 2), sample(2, 51, 100, 2, 3));
    assertThat(memory(samples))
        .extracting(Block.Series::name, series -> series.points().size())
        .containsExactly(
            tuple("gateway", 2), tuple("worker 1", 1), tuple("worker 2", 2), tuple("worker 3", 1));
    assertThat(memory(List.of(sample(0, 50, 100, 1, 2, 10)))).hasSize(4);
  }

  @Test
  void ofManyRecycledWorkersTheLargestAndSmallestAreShown() {
    var samples =
        IntStream.range(0, 10).mapToObj(at -> sample(at, 50, 100, at + 1, at + 2)).toList();
    var shown = memory(samples);
    assertThat(shown)
        .extracting(Block.Series::name)
        .containsExactly("gateway", "largest worker", "smallest worker");
    assertThat(shown.get(1).points().getLast().y()).isEqualTo(111);
    assertThat(shown.get(2).points().getLast().y()).isEqualTo(110);
  }

  private static List<Block.Series> memory(List<Sample> samples) {
    return LoadPlots.of(soak(10, samples)).stream()
        .map(Block.Plot.class::cast)
        .filter(plot -> plot.caption().startsWith("Memory"))
        .findFirst()
        .orElseThrow()
        .series();
  }

  @Test
  void saysOverHowLongATrendWasMeasured() {
    var samples = IntStream.range(0, 25).mapToObj(at -> sample(at, 50, 100, 1)).toList();
    var text = new TerminalForm(200, false).write(LoadReport.of(soak(25, samples), List.of()));
    assertThat(text).contains("Over the 24 s measured").contains("The first tenth of the time");
  }

  @Test
  void aProgressLineSaysHowFarItIs() {
    var progress =
        new Listener.Progress(
            "session 2",
            2,
            20,
            Duration.ofSeconds(75),
            Optional.of(Duration.ofSeconds(30)),
            14,
            300,
            1,
            new Latencies(90, 40, 30, 80, 120, 200, 250));
    assertThat(ProgressLine.line(progress))
        .isEqualTo(
            "session 2 (2 of 20)  1 min 15 s, about 30 s left  14 done, 300 requests, 1 failed, replies p50 30 ms p95 120 ms");
  }
}
