package combot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import combot.control.ControlClient;
import combot.control.ControlException;
import combot.gateway.Program;
import combot.store.Together;
import combot.web.Browser;
import combot.web.Browser.Screen;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator's commands, one gateway with its workers for all of them. */
@Timeout(300)
@TestMethodOrder(OrderAnnotation.class)
class OperatorIT {

  private static final IsInViewportOptions NEARLY_ALL = new IsInViewportOptions().setRatio(0.9);

  private static final String NOBODY_NEW =
      "Nobody new can begin at the moment. You need not do anything: this page tries again by itself.";

  @RegisterExtension
  static final Browser browser = new Browser(() -> List.of(OperatorIT.gateway.url()));

  @TempDir private static Path folder;
  private static GatewayProcess gateway;
  private static PageClient client;
  private static Path study;

  private record Ran(int code, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    study = folder.resolve("mine.yaml");
    Files.copy(Path.of(System.getProperty("combot.home"), "studies", "think-feel.yaml"), study);
    gateway = new GatewayProcess(folder, "--study=" + study);
    client = new PageClient(gateway);
  }

  @AfterAll
  static void stop() {
    client.close();
    gateway.close();
  }

  private static Ran run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--data=" + gateway.data);
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private static JsonObject status() {
    return new JsonObject(run("status", "--json").out());
  }

  private static List<JsonObject> workers() {
    return status().getJsonArray("workers").stream().map(JsonObject.class::cast).toList();
  }

  private static List<Integer> numbers() {
    return workers().stream().map(worker -> worker.getInteger("number")).toList();
  }

  private static HttpResponse<String> begin() {
    return client.begin(UUID.randomUUID().toString());
  }

  @Test
  @Order(1)
  void statusTellsOfEachProcessAndThatAllIsWell() {
    var ran = run("status", "--json");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    var status = new JsonObject(ran.out());
    assertThat(status.getString("state")).isEqualTo("serving");
    assertThat(status.getLong("pid")).isEqualTo(gateway.process.pid());
    assertThat(status.getBoolean("healthy")).isTrue();
    assertThat(workers())
        .hasSize(2)
        .allSatisfy(worker -> {
          assertThat(worker.getString("state")).isEqualTo("ready");
          assertThat(worker.getInteger("conversations")).isZero();
          assertThat(worker.getInteger("memory_mb")).isBetween(50, 500);
          assertThat(worker.getJsonObject("checks").getMap())
              .containsKeys("memory", "database", "accepting");
        })
        .extracting(worker -> worker.getLong("pid"))
        .containsExactlyInAnyOrderElementsOf(gateway.workers());
    var text = run("status");
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("Combot " + Version.current() + " is serving at " + gateway.url(), "  loaded  ");
  }

  @Test
  @Order(2)
  void recyclesOneAndThenAllWithoutTurningAnybodyAway() {
    assertThat(run("recycle", "2"))
        .satisfies(ran -> assertThat(ran.code()).as(ran.err()).isZero())
        .satisfies(ran -> assertThat(ran.out()).contains(" drains: asked for", "Replaced."));
    assertThat(numbers()).contains(1, 3).doesNotContain(2);
    assertThat(run("recycle", "77").err()).startsWith("there is no such worker; there are [1, 3]");
    assertThat(run("recycle").code()).isZero();
    assertThat(numbers()).contains(4, 5);
  }

  @Test
  @Order(3)
  void drainKeepsNewcomersOutAndLetsThoseWhoAreThereGoOn() throws Exception {
    var token = new JsonObject(begin().body()).getString("token");
    assertThat(token).isNotBlank();
    assertThat(run("status").out()).contains("  people    1 conversation under way");
    assertThat(run("drain").code()).isZero();
    gateway.await("newcomers are kept out", () -> status().getString("state").equals("draining"));
    gateway.await("both workers know", () -> accepting("DOWN") == 2);
    var away = begin();
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    var turn = client.say(token, 1, "The parcel came two weeks late.");
    assertThat(turn.statusCode()).as(turn.body()).isEqualTo(200);
    assertThat(client.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
    var drained = run("status");
    assertThat(drained.code()).as("draining is no illness").isZero();
    assertThat(drained.out())
        .contains("The next session must wait.", "'./combot drain --end' ends that")
        .contains("conversations under way, with a turn in the last 5 min: 1");
    assertThat(run("drain", "--end").code()).isZero();
    gateway.await("both workers know", () -> accepting("UP") == 2);
    assertThat(begin().statusCode()).isEqualTo(201);
  }

  @Test
  @Order(4)
  void aDrainIsToldToNewcomersByThePageAndLetsInWhoComesBackWithoutTheirToken() {
    var begun = opens(Screen.DESKTOP, "?PROLIFIC_PID=under-way");
    begun.locator("#agree").click();
    assertThat(begun.locator("#turns .bot").first()).isVisible();
    assertThat(run("drain").code()).isZero();
    gateway.await("both workers know", () -> accepting("DOWN") == 2);

    var back = opens(Screen.PHONE, "?PROLIFIC_PID=under-way");
    back.locator("#agree").click();
    assertThat(back.locator("#turns .bot").first()).isVisible();
    var newcomers =
        List.of(
            opens(Screen.PHONE, ""),
            opens(Screen.DESKTOP, "?PROLIFIC_PID=new"),
            opens(Screen.DESKTOP, "?PROLIFIC_PID=reloads"));
    for (var newcomer : newcomers) {
      newcomer.locator("#agree").click();
      assertThat(newcomer.locator("#consent-status")).hasText(NOBODY_NEW);
      assertThat(newcomer.locator("#consent-status")).isInViewport(NEARLY_ALL);
    }
    var withdraws = newcomers.get(1);
    withdraws.locator("#decline").click();
    newcomers.getLast().reload();
    assertThat(newcomers.getLast().locator("#loading-text")).hasText(NOBODY_NEW);

    assertThat(run("drain", "--end").code()).isZero();
    for (var newcomer : List.of(newcomers.getFirst(), newcomers.getLast())) {
      assertThat(newcomer.locator("#turns .bot").first()).isVisible();
    }
    assertThat(withdraws.locator("#notice")).isVisible();
    assertThat(withdraws.evaluate("localStorage.length")).isEqualTo(0);
  }

  private static Page opens(Screen screen, String query) {
    var page = browser.fresh(screen).newPage();
    page.navigate(gateway.url() + "/s/think-feel" + query);
    return page;
  }

  private static long accepting(String state) {
    return workers().stream()
        .map(worker -> worker.getJsonObject("checks").getJsonObject("accepting"))
        .filter(check -> check.getString("status").equals(state))
        .count();
  }

  @Test
  @Order(5)
  void cleanupTellsWhatCameOfItInEachWorker() {
    var ran = run("cleanup");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .hasSize(3)
        .filteredOn(line -> line.startsWith("worker "))
        .hasSize(2)
        .allMatch(line -> line.contains("score cache cleared of "));
  }

  private static List<JsonObject> ask(String question) {
    var answer =
        new ControlClient(gateway.data).ask(new JsonObject().put("command", question), _ -> {});
    return answer.orElseThrow().stream()
        .map(entry -> (JsonObject) entry.getValue())
        .peek(told -> assertThat(told.getMap()).doesNotContainKey("failed"))
        .toList();
  }

  @Test
  @Order(4)
  void eachWorkerProvesItsClassifierAndItsCache() {
    assertThat(ask("classify"))
        .hasSize(2)
        .allSatisfy(told -> {
          assertThat(told.getString("class")).isEqualTo("B");
          assertThat(told.getBoolean("missed_first")).isTrue();
          assertThat(told.getBoolean("found_again")).isTrue();
          assertThat(told.getDouble("kept_seconds")).isBetween(7_100.0, 7_200.0);
          assertThat(told.getLong("ttl_seconds")).isEqualTo(7_200);
        });
  }

  @Test
  @Order(4)
  void aWorkerCountsWhatIsStored() throws Exception {
    begin();
    var told =
        new ControlClient(gateway.data)
            .ask(new JsonObject().put("command", "record"), _ -> {})
            .orElseThrow();
    var counted = told.getJsonArray("studies").getJsonObject(0);
    assertThat(counted.getString("study")).isEqualTo("think-feel");
    assertThat(counted.getLong("turns")).isPositive();
    assertThat(counted.getLong("misdelivered")).isZero();
    assertThat(counted.getLong("torn")).isZero();
    var cells = counted.getJsonArray("cells").stream().map(JsonObject.class::cast).toList();
    assertThat(cells)
        .hasSize(8)
        .allSatisfy(cell -> {
          assertThat(cell.getJsonObject("condition").fieldNames()).contains("brand");
          assertThat(cell.getInteger("weight")).isEqualTo(1);
        });
    assertThat(cells.stream().mapToLong(cell -> cell.getLong("taken")).sum()).isPositive();
  }

  /** They would be disturbed for a minute from their last words on. */
  private static void everybodyIsLongGone() throws Exception {
    try (var database =
            DriverManager.getConnection(
                "jdbc:sqlite:" + gateway.data.resolve("combot.db") + "?busy_timeout=10000");
        var change = database.createStatement()) {
      change.execute("update conversation set updated_at = updated_at - 60000");
    }
  }

  @Test
  @Order(4)
  void eachWorkerRehearsesThatMemoryGrowsShort() throws Exception {
    everybodyIsLongGone();
    Together.await(
        "five quiet seconds",
        () ->
            !new ControlClient(gateway.data)
                .ask(new JsonObject().put("command", "rehearse-pressure"), _ -> {})
                .orElseThrow()
                .encode()
                .contains("failed"));
    assertThat(ask("rehearse-pressure"))
        .hasSize(2)
        .allSatisfy(told ->
            assertThat(
                    told.getJsonArray("steps").stream()
                        .map(step -> ((JsonObject) step).getString("level")))
                .containsExactly("NOTE", "CLEAN", "HOLD", "EMERGENCY"));
  }

  @Test
  @Order(6)
  void takesAChangedStudyAtAReloadAndNoSooner() throws Exception {
    var content = Files.readString(study);
    Files.writeString(study, content + "\nnonsense: true\n");
    assertThat(run("recycle", numbers().getFirst().toString()).code()).isZero();
    var broken = run("reload");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains(study.toString(), "nonsense");
    var before = numbers();
    Files.writeString(study, content.replaceFirst("(?m)^title:.*$", "title: A new title"));
    assertThat(client.get("/v1/studies/think-feel").body()).doesNotContain("A new title");
    assertThat(run("reload").code()).isZero();
    assertThat(numbers()).doesNotContainAnyElementsOf(before);
    assertThat(client.get("/v1/studies/think-feel").body()).contains("A new title");
  }

  @Test
  @Order(7)
  void aReloadThatRenamesAStudySaysSoAndItsConversationsGoOn() throws Exception {
    var token = new JsonObject(begin().body()).getString("token");
    var content = Files.readString(study);
    Files.writeString(study, content.replaceFirst("(?m)^study:.*$", "study: renamed"));
    var renamed = run("reload");
    assertThat(renamed.code()).as(renamed.err()).isZero();
    assertThat(renamed.out())
        .contains("the study 'think-feel' is not served any more")
        .contains("  participant page  " + gateway.url() + "/s/renamed\n")
        .containsPattern("in studies that are not served, with .*: think-feel [1-9]")
        .endsWith("Reloaded.\n");
    assertThat(client.get("/s/think-feel").statusCode()).isEqualTo(404);
    var turn = client.say(token, 1, "The parcel came two weeks late.");
    assertThat(turn.statusCode()).as(turn.body()).isEqualTo(200);

    Files.writeString(study, content);
    assertThat(run("reload").out())
        .contains(
            "the study 'renamed' is not",
            "/s/think-feel\n",
            "not served, with a turn in the last 5 min: none");
    assertThat(run("reload").out()).doesNotContain("participant page", "not served");
  }

  @Test
  @Order(8)
  void reloadsAtAHangup() throws Exception {
    var before = gateway.workers();
    new ProcessBuilder("kill", "-HUP", Long.toString(gateway.process.pid())).start().waitFor();
    gateway.await("it is reloaded", () -> gateway.log().contains("reloaded"));
    assertThat(numbers()).hasSize(2);
    assertThat(gateway.workers()).doesNotContainAnyElementsOf(before);
  }

  @Test
  @Order(9)
  void keepsTheOldWorkersWhereANewBuildDoesNotStart() {
    var before = numbers();
    var broken =
        new Program(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            List.of(),
            System.getProperty("combot.home"),
            "/nowhere/combot.jar");
    var request = new JsonObject(Map.of("command", "restart", "program", broken.json()));
    Assertions.assertThatThrownBy(() -> new ControlClient(gateway.data).ask(request, _ -> {}))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("the old ones stay")
        .hasMessageContaining("/nowhere/combot.jar");
    assertThat(numbers()).isEqualTo(before);
    assertThat(run("recycle", before.getFirst().toString()).code())
        .as("by the build that works")
        .isZero();
  }

  @Test
  @Order(10)
  void isShownLiveInATerminal() throws Exception {
    var command =
        String.join(
            " ",
            "exec",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            System.getProperty("combot.jar"),
            "monitor",
            "--data=" + gateway.data);
    var terminal =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    var shown = new StringBuilder();
    try (var out = terminal.inputReader()) {
      while (!shown.toString().contains("q leaves")) {
        int c = out.read();
        assertThat(c).as(shown.toString()).isNotNegative();
        shown.append((char) c);
      }
      terminal.getOutputStream().write('q');
      terminal.getOutputStream().flush();
      assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(terminal.exitValue()).isZero();
    assertThat(shown).contains("is serving at", "█");
    assertThat(run("monitor").err()).contains("monitor needs a terminal");
  }

  @Test
  @Order(11)
  void refusesASecondGatewayOnTheSameData() throws Exception {
    var second =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcombot.home=" + System.getProperty("combot.home"),
                "-jar",
                System.getProperty("combot.jar"),
                "serve",
                "--port=" + URI.create(gateway.url()).getPort(),
                "--data=" + gateway.data)
            .redirectErrorStream(true)
            .start();
    var said = new String(second.getInputStream().readAllBytes());
    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(said)
        .startsWith(
            "Combot runs already on the data folder %s (process %d): see './combot status"
                .formatted(gateway.data, gateway.process.pid()));
    assertThat(run("status").code()).isZero();
  }

  @Test
  @Order(12)
  void stopEndsItAndLeavesNothingBehind() throws Exception {
    var workers = gateway.workers();
    var ran = run("stop");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(gateway.process.toHandle().isAlive()).isFalse();
    assertThat(gateway.process.waitFor()).isZero();
    assertThat(workers).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(gateway.data.resolve("control.sock")).doesNotExist();
    var after = run("status");
    assertThat(after.code()).isEqualTo(1);
    assertThat(after.err()).startsWith("No Combot runs on the data folder");
  }
}
