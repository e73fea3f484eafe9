package combot.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Lines as people and programs read them. */
class LogTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.5Z");
  private static final String LOCAL =
      NOON.atZone(ZoneId.systemDefault()).toLocalDateTime().toString().replace('T', ' ');

  private final List<String> out = new ArrayList<>();

  private Log log(Format format) {
    return new Log(format, Level.INFO, "combot.gateway", InstantSource.fixed(NOON), out::add);
  }

  @Test
  void writesForPeopleInLocalTime() {
    var log = log(Format.HUMAN);
    log.warn("a worker is gone");
    log.write(log.line(Level.INFO, "GET / 200").with("request", "a1").with("ms", 3));
    assertThat(out)
        .containsExactly(
            LOCAL + " WARN  combot.gateway a worker is gone",
            LOCAL + " INFO  combot.gateway GET / 200 (request a1, ms 3)");
  }

  @Test
  void writesForProgramsInUtcWithNumbersAsNumbersAndATraceInOneField() {
    var log = log(Format.JSON);
    log.write(
        log.line(Level.ERROR, "it failed")
            .with("request", "a1")
            .with("ms", 3)
            .with(new IllegalStateException("why")));
    var line = new JsonObject(out.getFirst());
    assertThat(line.fieldNames())
        .containsExactly("time", "level", "logger", "message", "request", "ms", "pid", "error");
    assertThat(line.getString("time")).isEqualTo("2026-11-26T12:00:00.500Z");
    assertThat(line.getValue("ms")).isEqualTo(3);
    assertThat(line.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(line.getString("error"))
        .startsWith("java.lang.IllegalStateException: why\n\tat ")
        .contains("LogTest");
  }

  @Property
  void writesAnythingAsOneLineOfJson(@ForAll String message) {
    var log = log(Format.JSON);
    log.info(message);
    assertThat(out.getLast()).doesNotContain("\n", "\r");
    assertThat(new JsonObject(out.getLast()).getString("message")).isEqualTo(message);
  }

  @Test
  void leavesOutWhatMattersLess() {
    log(Format.HUMAN).write(new Line(NOON, Level.DEBUG, "x", "y"));
    assertThat(out).isEmpty();
  }

  @Test
  void passesAWorkersLinesOnWithItsNumberAndTheirOwnTime() {
    var said = new Line(NOON.minusSeconds(60), Level.WARN, "combot.api", "busy");
    log(Format.JSON).heard(2, Format.JSON.text(said));
    var line = new JsonObject(out.getFirst());
    assertThat(line.getInteger("worker")).isEqualTo(2);
    assertThat(line.getString("time")).isEqualTo("2026-11-26T11:59:00.500Z");
    assertThat(line.getString("message")).isEqualTo("busy");
    log(Format.HUMAN).heard(2, Format.HUMAN.text(said));
    assertThat(out.getLast())
        .matches("\\S+ \\S+ worker 2: WARN  combot.api busy")
        .startsWith(Format.HUMAN.text(said).substring(0, 23));
  }

  @Test
  void makesLinesOfWhatAWorkerSaysBesideItsLog() {
    log(Format.JSON).heard(2, "{oops");
    log(Format.HUMAN).heard(2, "oops");
    assertThat(new JsonObject(out.getFirst()).getString("message")).isEqualTo("{oops");
    assertThat(out.getLast()).isEqualTo(LOCAL + " WARN  combot.gateway worker 2: oops");
  }

  @Test
  void tellsPeopleAsItIsAndProgramsALineEach() {
    log(Format.HUMAN).tell("Ready.\n  page  http://x\n");
    log(Format.JSON).tell("Ready.\n  page  http://x\n");
    assertThat(out.getFirst()).isEqualTo("Ready.\n  page  http://x\n");
    assertThat(out.stream().skip(1).map(line -> new JsonObject(line).getString("message")))
        .containsExactly("Ready.", "page http://x");
  }
}
