package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Combot is set up. */
class ConfigurationProbeTest {

  private static final ConfigurationProbe CONFIGURATION = new ConfigurationProbe();

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void started() {
    looked =
        new Looked(folder)
            .system("proc/10/cmdline", "java\0-jar\0combot.jar\0serve\0")
            .system("proc/10/environ", "HOME=/root\0");
    looked
        .configuration
        .put("metrics_token", "none")
        .put("passwords", new JsonObject())
        .put("cors_origins", new JsonArray())
        .put("variables", new JsonObject());
  }

  private State configured(String id) {
    return looked.state(CONFIGURATION, id);
  }

  @ParameterizedTest
  @CsvSource({"none, PASS", "set, PASS", "short, WARN"})
  void judgesTheTokenForMetrics(String token, State state) {
    looked.configuration.put("metrics_token", token);
    assertThat(configured("audit.secrets")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "redis, set, redis://10.0.0.9:6379, PASS",
    "redis, none, redis://127.0.0.1:6379, PASS",
    "redis, none, redis://10.0.0.9:6379, FAIL",
    "redis, default, redis://localhost:6379, WARN",
    "database, default, postgresql://combot@10.0.0.9/combot, FAIL",
    "database, file, postgresql://combot@10.0.0.9/combot, PASS",
    "database, none, postgresql://combot@127.0.0.1:5432/combot, PASS"
  })
  void judgesPasswordsByWhereTheyAreNeeded(
      String store, String password, String address, State state) {
    looked.configuration.put("passwords", new JsonObject().put(store, password));
    looked.configuration.put("redis", store.equals("redis") ? address : "");
    looked.status.put("database", address);
    assertThat(configured("audit.passwords")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "--database=postgresql://a@h:5432/n, PASS",
    "--redis=redis://:secret@h:1, WARN",
    "--database|postgresql://a:secret@h/n, WARN",
    "--database=postgresql://h/n?user=a&password=secret, WARN",
    "--database|postgresql://a@h/n?sslmode=verify-full, PASS",
    "--cors-origin=http://lab:3000/jo@n, PASS"
  })
  void findsPasswordsInCommandLines(String words, State state) {
    assertThat(configured("audit.command-line")).isEqualTo(State.PASS);
    looked.worker(1, 11, new JsonObject());
    looked.system("proc/11/cmdline", "java\0" + words.replace('|', '\0') + "\0");
    var line = looked.line(CONFIGURATION, "audit.command-line");
    assertThat(line.state()).isEqualTo(state);
    assertThat(line.toString()).doesNotContain("secret");
  }

  @Test
  void findsDebuggersAndChattyLogs() {
    assertThat(configured("audit.debug")).isEqualTo(State.PASS);
    looked.configuration.put("variables", new JsonObject().put("COMBOT_LOG_LEVEL", "DEBUG"));
    assertThat(configured("audit.debug")).isEqualTo(State.WARN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,address=5005",
        "-agentpath:/usr/lib/jvm/lib/libjdwp.so=transport=dt_socket,address=5005",
        "-Dcom.sun.management.jmxremote.port=9010"
      })
  void findsWhatLetsADebuggerInWhereverItIsSet(String option) {
    looked.system("proc/10/environ", "HOME=/\0JAVA_TOOL_OPTIONS=-Xmx1g " + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.FAIL);
    looked.system("proc/10/environ", "COMMENT=" + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.PASS);
    looked.system("proc/10/cmdline", "java\0" + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "https://lab.example.org, PASS",
    "http://localhost:3000, PASS",
    "http://lab.example.org, WARN"
  })
  void judgesOtherSites(String origin, State state) {
    assertThat(configured("audit.cors")).isEqualTo(State.PASS);
    looked.configuration.put("cors_origins", new JsonArray().add(origin));
    assertThat(configured("audit.cors")).isEqualTo(state);
  }

  @Test
  void knowsNothingOfACombotThatDoesNotTell() {
    looked.configuration.clear();
    for (var id : new String[] {"audit.secrets", "audit.passwords", "audit.cors"}) {
      assertThat(configured(id)).isEqualTo(State.NOT_MEASURED);
    }
  }
}
