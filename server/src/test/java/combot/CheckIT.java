package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
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
import java.util.regex.Pattern;
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

  /** Lines that are not of {@code --quick}: see {@code ProofIT}. */
  private static final Pattern BY_DOING =
      Pattern.compile(
          "(load|capacity|usage|model|recycle|pool|gc|drill)\\..*|cache\\.(ttl|bounded)|monitor\\.during-check");

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
    return look("--quick", options);
  }

  private static Ran look(String depth, String... options) {
    var words = new ArrayList<>(List.of("check", depth, "--data=" + gateway.data));
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
    return lines(check("--json=-"));
  }

  private static Map<String, JsonObject> lines(Ran ran) {
    return new JsonObject(ran.out())
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
        .containsAll(
            thresholds.keySet().stream()
                .map(String::valueOf)
                .filter(id -> !BY_DOING.matcher(id).matches())
                .toList());
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
    assertThat(lines.get("process.workers-answer").getString("value")).startsWith("2 of 2, ");
    assertThat(lines.get("audit.studies").getString("value"))
        .isEqualTo("think-feel.yaml has 2 warnings");
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
    assertThat(schema().validate(check("--json=-").out(), InputFormat.JSON)).isEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(Checkout.project().resolve("docs/check.schema.json")),
            InputFormat.JSON);
  }

  /** All that depends on how busy the machine is that runs the tests. */
  private static final String AT_ANY_SPEED =
      """
      cpu.load: {warn-above: 1000, fail-above: 1000}
      cpu.idle: {warn-below: 0, fail-below: 0}
      cpu.steal: {warn-above: 100, fail-above: 100}
      disk.data.fsync: {fail-above: 60000}
      disk.data.write: {fail-above: 60000}
      process.workers-answer: {fail-above: 60000}
      load.good: {warn-above: 20000}
      load.sessions.replies: {fail-above: 60000}
      load.target.replies: {fail-above: 60000}
      capacity.margin: {fail-below: 1}
      usage.cpu: {warn-above: 101, fail-above: 101}
      usage.disk: {warn-above: 1000, fail-above: 1000}
      model.reload: {fail-above: 60000}
      recycle.replaced: {fail-above: 300}
      gc.longest-pause: {fail-above: 60000}
      pool.waits: {fail-above: 60000}
      monitor.gap: {fail-above: 600}
      monitor.during-check: {fail-above: 600}
      """;

  /**
   * Looks again where the machine was so busy otherwise that Little's law rejects the short step.
   */
  private static Ran unlessMismeasured(Path thresholds, Path html) {
    Ran ran;
    int tries = 0;
    do {
      ran =
          look(
              "--target=users=60,session=8",
              "--time-scale=0.02",
              "--thresholds=" + thresholds,
              "--html=" + html,
              "--json=-");
    } while (++tries < 3
        && lines(ran).get("load.target.success").getString("value").startsWith("mismeasured"));
    return ran;
  }

  @Test
  void loadsItAndFindsItReady() throws Exception {
    var thresholds = Files.writeString(folder.resolve("any-speed.yaml"), AT_ANY_SPEED);
    gateway.await("each worker has two samples", () -> state("monitor.gap").equals("PASS"));
    var html = folder.resolve("report.html");
    var ran = unlessMismeasured(thresholds, html);
    assertThat(ran.code()).as(ran.out()).isZero();
    var lines = lines(ran);
    for (var id :
        List.of(
            "load.sessions.success",
            "load.sessions.answers",
            "load.sessions.turns",
            "load.target.success",
            "load.steps.answers",
            "load.steps.turns",
            "capacity.tested",
            "capacity.session",
            "capacity.hours",
            "usage.cpu",
            "usage.network")) {
      assertThat(lines.get(id).getString("state")).as(lines.get(id).encode()).isEqualTo("PASS");
    }
    var report = new JsonObject(ran.out());
    assertThat(report.getString("verdict")).startsWith("READY");
    assertThat(report.getJsonArray("steps")).hasSize(12);
    assertThat(schema().validate(ran.out(), InputFormat.JSON)).isEmpty();
    assertThat(Files.readString(html)).contains("Step test", "Expected performance", "<svg");
    assertThat(lines().get("audit.torn").getString("state")).isEqualTo("PASS");
  }

  @Test
  void seesThatAWorkerHangs() throws Exception {
    var worker = gateway.workers().getFirst();
    signal("STOP", worker);
    try {
      // Once: by a second check the gateway may have replaced it.
      var ran = check("--json=-");
      var told = lines(ran).get("process.workers");
      assertThat(told.getString("state")).as(told.encode()).isIn("FAIL", "WARN");
      assertThat(ran.code()).isEqualTo(2);
    } finally {
      signal("CONT", worker);
    }
    gateway.await("it is made good", () -> state("process.workers").equals("PASS"));
  }

  @Test
  void doesNotWaitForEverForAGatewayThatHangs() throws Exception {
    signal("STOP", gateway.process.pid());
    try {
      var ran = check();
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).contains("does not answer within 30 s");
    } finally {
      signal("CONT", gateway.process.pid());
    }
    gateway.await("it goes on", () -> state("process.workers").equals("PASS"));
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }
}
