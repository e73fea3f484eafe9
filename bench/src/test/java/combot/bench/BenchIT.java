package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./combot bench} as a developer runs it, cut short. */
@Timeout(300)
class BenchIT {

  private final Path home = Path.of(System.getProperty("combot.home"));

  @TempDir Path folder;

  private Process bench(String... words) throws Exception {
    var command = new ArrayList<>(List.of(home.resolve("combot").toString(), "bench"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().put("combot_lock_held", "yes"); // it is built, and Maven runs
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
  }

  @Test
  void holdsTheLoadTestAgainstAStubWhoseAnswersItFindsRight() throws Exception {
    var bench = bench("generator", "--users=20", "--rounds=1", "--time=2s");

    assertThat(bench.waitFor()).as(out()).isZero();
    assertThat(out())
        .contains("PSS end/most", "a stub that takes 20 ms", "p99")
        .doesNotContain("WRONG");
    assertThat(out())
        .containsPattern("(?m)^1 +\\d+\\.\\d( +\\d+\\.\\d +[-+]|  wrk isn't installed)");
  }

  @Test
  void wantsRoundsAndUsersOfTheGenerator() throws Exception {
    var bench = bench("generator", "--rounds=0");

    assertThat(bench.waitFor()).isEqualTo(2);
    assertThat(out()).contains("--users, --rounds and --time must be 1 or more");
  }

  @Test
  void comparesTheGatewayWithABareWorkerAndWeighsIt() throws Exception {
    var json = folder.resolve("figures.json");
    var bench =
        bench(
            "gateway",
            "--only=cached",
            "--only=memory",
            "--workers=1",
            "--rounds=1",
            "--time=1s",
            "--json=" + json);

    assertThat(bench.waitFor()).as(out()).isZero();
    assertThat(out())
        .contains("cached15 at gateway+1: ", "PSS after load, models loaded: ")
        .contains("every turn is stored once, in order, in its own words")
        .doesNotContain("WRONG", "FAILED");
    assertThat(Files.readString(json))
        .contains(
            "\"side\":\"worker\"", "\"side\":\"gateway+1\"", "\"worker 1\":", "\"sound\":true");
  }

  @Test
  void sumsUpALongLoadThatIsInterrupted() throws Exception {
    var soak = bench("soak", "--for=1h", "--line=1s", "--think=20ms");
    while (!out().contains(" conversations, 0 failures")) {
      assertThat(soak.isAlive()).as(out()).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    new ProcessBuilder("kill", "-INT", Long.toString(soak.pid())).start().waitFor();
    soak.waitFor();

    assertThat(out())
        .contains("right answers a second", "0 failures", "own memory")
        .contains("every turn is stored once, in order, in its own words")
        .doesNotContain("WRONG", "FAILED");
  }

  @Test
  void measuresWhatIsAddedToAModelAndLoadsItWithSlowAnswers() throws Exception {
    var bench =
        bench("model", "--only=added", "--only=load", "--conversations=1", "--users=200", "--once");

    assertThat(bench.waitFor()).as(out()).isZero();
    assertThat(out())
        .containsPattern("15, counted: \\d+ of 90\\n15, by Combot +\\d+ +\\d+\\.\\d\\d")
        .containsPattern("15, added +-?\\d+\\.\\d\\d")
        .containsPattern("200 participants, .*\\nexit code 0; ");
  }
}
