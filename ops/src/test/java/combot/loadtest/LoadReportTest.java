package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import combot.report.HtmlForm;
import combot.report.MarkdownForm;
import combot.report.TerminalForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
      assertThat(new MarkdownForm().write(document)).contains("| session 1 |");
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
