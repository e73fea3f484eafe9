package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command, asking a stub at a real control socket. */
@Timeout(120)
class CheckCommandTest {

  @TempDir Path data;

  private record Ran(int code, String out, String err) {}

  private static Ran run(Path data, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--data=" + data);
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        new CommandLine(new CheckCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  /** Runs it while a gateway answers that has no worker. */
  private Ran asked(String... words) throws IOException {
    return asked(0, words);
  }

  /**
   * The same.
   *
   * @param starting how often the gateway still says that it wants a worker
   */
  private Ran asked(int starting, String... words) throws IOException {
    var looks = new AtomicInteger();
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    http.createContext(
        "/health/ready",
        exchange -> {
          var workers =
              looks.incrementAndGet() > starting
                  ? ""
                  : "{\"name\":\"workers\",\"data\":{\"wanted\":1}}";
          var body = "{\"status\":\"DOWN\",\"checks\":[%s]}".formatted(workers).getBytes();
          exchange.sendResponseHeaders(503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    var status =
        new JsonObject()
            .put("version", "0.1.0")
            .put("url", "http://127.0.0.1:" + http.getAddress().getPort())
            .put("pid", ProcessHandle.current().pid())
            .put("memory_mb", 100)
            .put("started", Looked.NOW.toString())
            .put("crashes", 0)
            .put("workers", new JsonArray());
    try (var _ =
        ControlSocket.open(
            data,
            (request, _) ->
                request.getString("command").equals("status")
                    ? status
                    : new JsonObject().put("studies", new JsonArray()))) {
      return run(data, words);
    } finally {
      http.stop(0);
    }
  }

  @Test
  void saysThatNoneRunsOrWhatIsWrongWithTheCommandLine() throws Exception {
    assertThat(run(data, "--quick").code()).isEqualTo(1);
    assertThat(run(data, "--quick").err()).contains("No Combot runs on the data folder " + data);
    assertThat(run(data).code()).isEqualTo(1);
    assertThat(run(data, "--quick", "--url=lab").code()).isEqualTo(1);
    assertThat(run(data, "--quick", "--url=lab").err())
        .contains("must be an address such as https://study.example.org, was lab");
    assertThat(run(data, "--quick", "--url=https://me:hidden@example.org").err())
        .contains("must be without a name and password")
        .doesNotContain("hidden");
    assertThat(run(data, "--quick", "--nonsense").code()).isEqualTo(1);
    Files.writeString(data.resolve("thresholds.yaml"), "cpu.laod: {warn-above: 2}\n");
    var ran = run(data, "--quick");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("thresholds.yaml", "did you mean 'cpu.load'?");
  }

  @ParameterizedTest
  @CsvSource({
    "READY, false, 0", "READY, true, 0", "READY_WITH_WARNINGS, false, 0",
    "READY_WITH_WARNINGS, true, 2", "NOT_READY, false, 2", "NOT_READY, true, 2"
  })
  void endsByTheVerdict(Verdict.Outcome outcome, boolean strict, int code) {
    assertThat(CheckCommand.code(outcome, strict)).isEqualTo(code);
  }

  @Test
  void printsKeepsAndComparesAReport() throws Exception {
    var files = Files.createTempDirectory(data, "out");
    var ran =
        asked(
            "--quick",
            "--json=" + files.resolve("r.json"),
            "--html=" + files.resolve("r.html"),
            "--markdown=" + files.resolve("r.md"));
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out())
        .contains("NOT READY, as far as can be told without load", "What decided it", "What to do")
        .contains("Workers ready", "System health", "Memory management", "Configuration");
    assertThat(ran.out().substring(ran.out().indexOf("What to do")))
        .contains("• FAIL: Workers ready");
    assertThat(Files.readString(files.resolve("r.html"))).contains("NOT READY", "</html>");
    assertThat(Files.readString(files.resolve("r.md"))).contains("NOT READY");
    for (var name : List.of("r.json", "r.html", "r.md")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve(name))))
          .isEqualTo("rw-------");
    }
    var kept = new Archive(data).all();
    assertThat(kept)
        .singleElement()
        .isEqualTo(new JsonObject(Files.readString(files.resolve("r.json"))));
    assertThat(kept.getFirst().getJsonArray("decided_by")).contains("process.workers");
    assertThat(kept.getFirst().getJsonObject("comparison").getString("with")).isNull();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("reports"))))
        .isEqualTo("rwx------");

    Files.writeString(
        data.resolve("thresholds.yaml"), "memory.total: {fail-below: 1e9, warn-below: 1e9}\n");
    var again = new JsonObject(asked("--quick", "--json=-").out());
    assertThat(again.getJsonArray("thresholds_changed").getString(0)).startsWith("memory.total ");
    var comparison = again.getJsonObject("comparison");
    assertThat(comparison.getString("with")).isEqualTo(kept.getFirst().getString("at"));
    assertThat(comparison.getJsonArray("worse").stream().map(JsonObject.class::cast))
        .extracting(change -> change.getString("title"))
        .contains("Memory, total");
    assertThat(new Archive(data).all()).hasSize(2);
  }

  @Test
  void itsJsonIsAsTheSchemaSays() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Path.of("..", "docs", "check.schema.json")), InputFormat.JSON);
    asked("--quick", "--json=-");
    var told = asked("--quick", "--json=-").out();
    assertThat(schema.validate(told, InputFormat.JSON)).isEmpty();
    var ruined = new JsonObject(told).put("verdict", "PERHAPS");
    assertThat(schema.validate(ruined.encode(), InputFormat.JSON)).isNotEmpty();
    ruined = new JsonObject(told);
    ruined
        .getJsonArray("sections")
        .getJsonObject(0)
        .getJsonArray("lines")
        .getJsonObject(0)
        .remove("how");
    assertThat(schema.validate(ruined.encode(), InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void withoutKnowingWhetherPeopleAreThereItSendsNoLoad() throws Exception {
    var ran = asked("--json=-", "--target=users=30,session=15");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("Virtual participants will load this Combot, for about 5 min");
    var told = new JsonObject(ran.out());
    assertThat(told.getString("kind")).isEqualTo("standard");
    assertThat(told.getString("target")).isEqualTo("users=30,session=15");
    assertThat(asked("--target=users=40,session=15").out())
        .contains("Against earlier reports", "no earlier report of this kind");
    assertThat(told.getJsonArray("steps")).isEmpty();
    assertThat(told.getJsonArray("decided_by"))
        .contains("load.sessions.success", "load.target.replies", "capacity.tested");
    assertThat(asked("--full", "--json=-").out()).contains("\"load.soak.memory\"");
    assertThat(asked("--quick", "--full").code()).isEqualTo(1);
    assertThat(asked("--target=session=5000").err()).contains("session must be from 1 to 1000");
  }

  @Test
  void waitsUntilTheProcessesAreReady() throws Exception {
    var ran = asked(1, "--target=users=30,session=15");
    assertThat(ran.err()).contains("Waits until 1 server processes are ready; 0 are.");
    assertThat(asked("--target=users=30,session=15").err()).doesNotContain("Waits");
  }

  @Test
  void saysBeforeItLooksThatAReportCannotBeWritten() throws Exception {
    var ran = asked("--quick", "--markdown=" + data.resolve("nothing/r.md"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("The report can't be written to");
    assertThat(ran.out()).isEmpty();
    assertThat(new Archive(data).all()).isEmpty();
  }

  /** The device takes what is opened, and nothing that is written. */
  @Test
  void writesTheOthersThoughOneCanNotBeWritten() throws Exception {
    var markdown = data.resolve("r.md");
    var ran = asked("--quick", "--html=/dev/full", "--markdown=" + markdown);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("The report can't be written to /dev/full");
    assertThat(Files.readString(markdown)).contains("NOT READY");
  }

  @Test
  void tellsTheReportThoughItCanNotBeKept() throws Exception {
    Files.writeString(data.resolve("reports"), "in the way");
    var ran = asked("--quick");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).contains("NOT READY");
    assertThat(ran.err()).contains("The report is not kept");
  }
}
