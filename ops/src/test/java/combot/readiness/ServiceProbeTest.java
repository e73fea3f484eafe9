package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a systemctl that says what a test wants; the format is systemd's own (257, Debian 13). */
class ServiceProbeTest {

  private static final String GOOD =
      "Type=notify\nRestart=on-failure\nNRestarts=0\nId=combot.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nActiveEnterTimestampMonotonic=40000000\n";

  @TempDir Path folder;

  private Looked inAUnit() {
    return byHand()
        .system("proc/10/cgroup", "0::/system.slice/combot.service\n")
        .system("proc/uptime", "7640.12 1.0\n");
  }

  private Looked byHand() {
    var looked = new Looked(folder).worker(1, 11, new JsonObject());
    looked.status.put("started", Looked.NOW.minusSeconds(200).toString()).put("crashes", 0);
    return looked.system("proc/10/cgroup", "0::/user.slice/session-1.scope\n");
  }

  private ServiceProbe systemctl(String says) throws Exception {
    return systemctl(says, "LoadState=not-found");
  }

  private ServiceProbe systemctl(String says, String ofRedis) throws Exception {
    var script = folder.resolve("systemctl");
    Files.writeString(
        script,
        "#!/bin/sh\ncase $2 in\ncombot.service) printf '%s' ;;\nredis-server.service) printf '%s' ;;\n*) echo LoadState=not-found ;;\nesac\n"
            .formatted(says, ofRedis));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new ServiceProbe(script.toString());
  }

  @Test
  void passesAUnitAsItIsInstalled() throws Exception {
    var lines = systemctl(GOOD).look(inAUnit().context());
    assertThat(lines).allMatch(line -> line.state() == State.PASS);
    assertThat(lines.stream().collect(Collectors.toMap(Line::id, Line::value)))
        .containsEntry("service.combot.active", "active (running), for 2 h 06 min")
        .containsEntry("service.combot.restarts", "0")
        .containsEntry("service.combot.auto-restart", "on-failure")
        .containsEntry("service.combot.at-boot", "enabled")
        .containsEntry("service.uptime", "3 min 20 s")
        .containsEntry("service.workers", "1 h 01 min")
        .doesNotContainKey("service.combot-redis.active");
  }

  @Test
  void tellsOfAUnitThatIsNotAsItShouldBe() throws Exception {
    var bad =
        GOOD.replace("=active", "=failed")
            .replace("NRestarts=0", "NRestarts=3")
            .replace("on-failure", "no")
            .replace("enabled", "disabled");
    var looked = inAUnit();
    assertThat(looked.state(systemctl(bad), "service.combot.active")).isEqualTo(State.FAIL);
    assertThat(looked.line(systemctl(bad), "service.combot.restarts"))
        .returns(State.WARN, Line::state)
        .returns("3", Line::value);
    assertThat(looked.state(systemctl(bad), "service.combot.auto-restart")).isEqualTo(State.WARN);
    assertThat(looked.state(systemctl(bad), "service.combot.at-boot")).isEqualTo(State.WARN);
  }

  @Test
  void looksAtOthersThatAreMeantToRun() throws Exception {
    var unused = "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\n";
    assertThat(systemctl(GOOD, unused).look(inAUnit().context()))
        .noneMatch(line -> line.id().startsWith("service.redis-server"));
    var down = "LoadState=loaded\nActiveState=failed\nSubState=failed\nUnitFileState=enabled\n";
    assertThat(inAUnit().line(systemctl(GOOD, down), "service.redis-server.active"))
        .returns(State.WARN, Line::state)
        .returns("failed (failed)", Line::value);
  }

  @Test
  void doesNotKnowWhereSystemctlDoesNotAnswer() {
    assertThat(inAUnit().state(new ServiceProbe("/nowhere/systemctl"), "service.combot.active"))
        .isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void tellsWithoutAUnitWhatTheGatewayCounts() throws Exception {
    var looked = byHand();
    assertThat(looked.line(systemctl(GOOD), "service.unit"))
        .returns(State.WARN, Line::state)
        .satisfies(
            line -> assertThat(line.remedy()).contains("Make it a service: sudo ./combot install"));
    assertThat(looked.state(systemctl(GOOD), "service.crashes")).isEqualTo(State.PASS);
    looked.status.put("crashes", 2);
    assertThat(looked.state(systemctl(GOOD), "service.crashes")).isEqualTo(State.WARN);
    looked.status.put("crashes", 9);
    assertThat(looked.state(systemctl(GOOD), "service.crashes")).isEqualTo(State.FAIL);
  }
}
