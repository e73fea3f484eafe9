package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import combot.readiness.CheckCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code check} of a real gateway with two workers. */
@Timeout(300)
class CheckIT {

  @TempDir private static Path folder;
  private static GatewayProcess gateway;

  private record Ran(int code, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    gateway = new GatewayProcess(folder);
    Files.setPosixFilePermissions(gateway.data, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Ran check(String... options) {
    var words = new ArrayList<>(List.of("check", "--quick", "--data=" + gateway.data));
    words.addAll(List.of(options));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static Map<String, JsonObject> lines() {
    return new JsonObject(check("--json=-").out())
        .getJsonArray("sections").stream()
            .map(JsonObject.class::cast)
            .flatMap(section -> section.getJsonArray("lines").stream())
            .map(JsonObject.class::cast)
            .collect(Collectors.toMap(line -> line.getString("id"), line -> line));
  }

  private static String state(String id) {
    return lines().get(id).getString("state");
  }

  @Test
  void looksAtEveryLineThatHasAThreshold() throws Exception {
    var thresholds =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(
                    new String(
                        CheckCommand.class.getResourceAsStream("thresholds.yaml").readAllBytes()));
    gateway.await("each worker has two samples", () -> state("monitor.gap").equals("PASS"));
    var lines = lines();
    assertThat(lines.keySet())
        .containsAll(thresholds.keySet().stream().map(String::valueOf).toList());
    assertThat(lines.keySet()).noneMatch(id -> id.startsWith("probe."));
    for (var id :
        List.of(
            "process.zombies-own",
            "process.workers",
            "net.gateway",
            "net.worker.1",
            "net.worker.2",
            "monitor.age",
            "audit.passwords",
            "audit.debug",
            "audit.cors",
            "audit.quotas",
            "audit.balance",
            "audit.delivered",
            "audit.permissions",
            "disk.data.free",
            "memory.available")) {
      assertThat(lines.get(id).getString("state")).as(lines.get(id).encode()).isEqualTo("PASS");
    }
    assertThat(lines.get("process.workers").getString("value")).isEqualTo("2 of 2, all healthy");
  }

  @Test
  void everyLineIsExplained() throws Exception {
    var guide = Files.readString(Checkout.project().resolve("docs/check.md"));
    assertThat(lines().keySet())
        .allSatisfy(id ->
            assertThat(guide).contains("`" + id.replaceAll("(net\\.\\w+\\.)\\d+", "$1N") + "`"));
  }

  @Test
  void itsJsonIsAsTheSchemaSays() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                Files.readString(Checkout.project().resolve("docs/check.schema.json")),
                InputFormat.JSON);
    assertThat(schema.validate(check("--json=-").out(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void seesThatAWorkerHangs() throws Exception {
    var worker = gateway.workers().getFirst();
    signal("STOP", worker);
    try {
      var told = lines().get("process.workers");
      assertThat(told.getString("state")).as(told.encode()).isIn("FAIL", "WARN");
      assertThat(check().code()).isEqualTo(2);
    } finally {
      signal("CONT", worker);
    }
    gateway.await("it is made good", () -> state("process.workers").equals("PASS"));
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }
}
