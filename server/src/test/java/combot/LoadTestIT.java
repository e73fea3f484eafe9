package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import combot.loadtest.Behaviour;
import combot.loadtest.Kind;
import combot.loadtest.Listener;
import combot.loadtest.LoadTest;
import combot.loadtest.Outcome;
import combot.loadtest.Plan;
import combot.loadtest.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load tests of the packaged program: a gateway with two workers. */
@Timeout(300)
class LoadTestIT {

  @TempDir static Path folder;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = new GatewayProcess(folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Plan plan(String run, Shape shape, boolean purge) throws Exception {
    return new Plan(
        URI.create(gateway.url()),
        "",
        Files.readString(gateway.data.resolve("loadtest.key")).strip(),
        run,
        shape,
        Behaviour.lively(0.01),
        7,
        Optional.empty(),
        true,
        Duration.ZERO,
        Duration.ofMinutes(2),
        100_000,
        purge);
  }

  private static Shape session() {
    return new Shape.Sessions(15, 1, Duration.ZERO, Duration.ZERO);
  }

  private long count(String query) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + gateway.data.resolve("combot.db"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void fifteenParticipantsAreAnsweredRightlyAndAllThatTheySaidIsStoredOnce() throws Exception {
    var outcome = LoadTest.run(plan("right", session(), true), Listener.NONE);
    var stage = outcome.stages().getFirst();
    assertThat(stage.failures()).isEmpty();
    assertThat(stage.reconciled().problems()).isEmpty();
    assertThat(outcome.isRight()).isTrue();
    assertThat(stage.reconciled().conversations()).isEqualTo(15);
    assertThat(stage.of(Kind.TURN).count()).isGreaterThanOrEqualTo(stage.reconciled().turns());
    assertThat(outcome.samples().getLast().figures())
        .containsKeys("memory.all", "memory.gateway", "cpu.machine", "database.waiting");
    assertThat(outcome.purged()).contains(15L);
    assertThat(count("select count(*) from conversation where study_id = 'think-feel'")).isZero();
  }

  @Test
  void aTurnThatIsDeletedBehindTheServersBackIsFound() throws Exception {
    var shape = new Shape.Soak(15, Duration.ofSeconds(8));
    var deleted = new AtomicLong();
    Listener delete =
        progress -> {
          if (progress.requests() > 100 && deleted.get() == 0) {
            deleted.set(deleteATurn("lost"));
          }
        };
    var outcome = LoadTest.run(plan("lost", shape, true), delete);
    assertThat(deleted.get()).isEqualTo(1);
    assertThat(outcome.isRight()).isFalse();
    assertThat(sum(outcome)).isEqualTo(1);
  }

  private static long sum(Outcome outcome) {
    return outcome.stages().stream().mapToLong(stage -> stage.reconciled().lost()).sum();
  }

  private static long deleteATurn(String run) {
    var delete =
        """
        delete from turn where rowid in (
          select t.rowid from turn t join conversation c on c.id = t.conversation_id
          where t.role = 'PARTICIPANT' and t.kind = 'MESSAGE' and c.study_id like '%%@loadtest:%s%%' limit 1)
        """
            .formatted(run);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + gateway.data.resolve("combot.db") + "?busy_timeout=10000");
        var statement = connection.createStatement()) {
      return statement.executeUpdate(delete);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theCommandFindsTheRunningCombotAndReports() throws Exception {
    var json = folder.resolve("out.json");
    var html = folder.resolve("out.html");
    var said =
        command(
            0,
            "burst",
            "--data=" + gateway.data,
            "--users=5",
            "--sessions=1",
            "--time-scale=0",
            "--warm-up=0s",
            "--require=success>=99%",
            "--json=" + json,
            "--html=" + html,
            "--purge");
    assertThat(said).contains("Every answer was right", "conversations were removed");
    JsonNode told = new ObjectMapper().readTree(json.toFile());
    assertThat(told.path("right").asBoolean()).isTrue();
    assertThat(told.path("stages").get(0).path("finished").asInt()).isPositive();
    assertThat(Files.readString(html)).contains("<svg", "Every answer was right");
    var missed =
        command(
            2,
            "--data=" + gateway.data,
            "--users=2",
            "--sessions=1",
            "--time-scale=0",
            "--warm-up=0s",
            "--require=p95<1ms");
    assertThat(missed).contains("Not reached: p95<1ms");
    assertThat(command(0, "--data=" + gateway.data, "--purge")).contains("2 conversations");
  }

  /** In a pseudo-terminal, where Ctrl-C is a byte that the kernel makes a signal of. */
  private static final Pattern DONE = Pattern.compile("[1-9]\\d* done");

  @Test
  void ctrlCInATerminalEndsItWithAReport() throws Exception {
    var log = folder.resolve("terminal.log");
    var command =
        words(
            "soak",
            "--data=" + gateway.data,
            "--for=10m",
            "--warm-up=0s",
            "--users=2",
            "--time-scale=0");
    var terminal =
        inTerminal(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (var keys = terminal.getOutputStream()) {
      gateway.await("somebody is done", () -> DONE.matcher(text(log)).find());
      keys.write(3);
      keys.flush();
      assertThat(terminal.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      terminal.destroy();
    }
    assertThat(Files.readString(log))
        .contains("It ended before it was done: It was stopped.")
        .contains("It ended before it was done. Until then every answer was right");
    assertThat(terminal.exitValue()).isZero();
  }

  @Test
  void wrongUsageIsToldWithExitCodeOne() throws Exception {
    assertThat(command(1, "--url=http://192.0.2.1:8000", "--data=" + gateway.data))
        .contains("--i-own-this-server");
    assertThat(command(1, "sessions", "--data=" + gateway.data, "--require=p95<5"))
        .contains("a time needs its unit");
    assertThat(command(1, "--data=" + folder.resolve("nothing"))).isNotBlank();
    assertThat(command(1, "--data=" + gateway.data, "--users=0"))
        .contains("users must be at least 1");
  }

  /** A shell that waited for the command would itself end by the signal, so it makes way for it. */
  private static ProcessBuilder inTerminal(List<String> command) {
    var line = "exec " + String.join(" ", command);
    var terminal =
        new ProcessBuilder(
            "script", "--quiet", "--return", "--flush", "--command", line, "/dev/null");
    terminal.environment().put("SHELL", "/bin/sh");
    return terminal;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String... options) {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                System.getProperty("combot.jar"),
                "loadtest"));
    words.addAll(List.of(options));
    return words;
  }

  private static String command(int code, String... options) throws Exception {
    var log = Files.createTempFile(folder, "command", ".log");
    var process =
        new ProcessBuilder(words(options))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    var said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isEqualTo(code);
    return said;
  }
}
