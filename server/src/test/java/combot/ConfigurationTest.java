package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  @TempDir Path data;

  private Map<String, Object> told(Map<String, String> environment, String... options) {
    var words = new ArrayList<>(List.of(options));
    words.addAll(0, List.of("serve", "--port=0", "--data=" + data));
    words.add("--study=" + Path.of("..", "studies", "newsletter-tone.yaml"));
    var parsed = Main.commandLine().parseArgs(words.toArray(String[]::new));
    var command = (ServerCommand) parsed.subcommand().commandSpec().userObject();
    var served = Served.by(command, StudyFile::check);
    return Configuration.of(command, served, environment);
  }

  @Test
  void tellsHowItWasStartedAndNoSecret() {
    var told =
        told(
            Map.of(
                "COMBOT_METRICS_TOKEN", "a-long-secret-of-metrics",
                "COMBOT_MEMORY_HOLD", "80",
                "COMBOT_HOME", "/x"),
            "--redis=redis://:hush-hush-hush@10.0.0.9:6379",
            "--database=postgresql://ann:sesame-open@db/combot",
            "--cors-origin=https://lab.example.org");
    assertThat(told)
        .containsEntry("redis", "redis://10.0.0.9:6379")
        .containsEntry("passwords", Map.of("database", "set", "redis", "set"))
        .containsEntry("metrics_token", "set")
        .containsEntry("variables", Map.of("COMBOT_MEMORY_HOLD", "80"))
        .containsEntry("cors_origins", List.of("https://lab.example.org"));
    assertThat(told.get("studies").toString()).endsWith("/studies/newsletter-tone.yaml]");
    assertThat(told.toString()).doesNotContain("hush", "sesame", "a-long-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://10.0.0.9, none",
    "redis://:foobared@10.0.0.9, default",
    "redis://:x%3Fz@h, set"
  })
  void judgesThePasswordOfRedis(String address, String password) {
    assertThat(told(Map.of(), "--redis=" + address))
        .containsEntry("passwords", Map.of("redis", password));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann@h/n, file", "postgresql://ann:ann@h/n, default",
    "postgresql://ann:Postgres@h/n, default", "postgresql://ann:@h/n, none"
  })
  void judgesThePasswordOfTheDatabase(String address, String password) {
    assertThat(told(Map.of(), "--database=" + address))
        .containsEntry("passwords", Map.of("database", password));
  }

  @Test
  void judgesTheTokenByItsLength() {
    assertThat(told(Map.of())).containsEntry("metrics_token", "none").doesNotContainKey("redis");
    assertThat(told(Map.of("COMBOT_METRICS_TOKEN", "abc"))).containsEntry("metrics_token", "short");
  }
}
