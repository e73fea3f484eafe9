package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorProbeTest {

  private static final MonitorProbe PROBE = new MonitorProbe();

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void look() {
    looked = new Looked(folder);
  }

  private static JsonObject seen(int secondsAgo) {
    var at = Looked.NOW.minusSeconds(secondsAgo).toString();
    return new JsonObject().put("memory", new JsonObject().put("at", at));
  }

  @ParameterizedTest
  @CsvSource({"4, PASS", "25, WARN", "90, FAIL", "-25, WARN", "-90, FAIL"})
  void judgesTheOldestOfTheLastSamples(int secondsAgo, State state) {
    looked.worker(1, 11, seen(2)).worker(2, 12, seen(secondsAgo));
    assertThat(looked.line(PROBE, "monitor.age"))
        .returns(state, Line::state)
        .returns(Math.abs(secondsAgo) + " s", Line::value);
  }

  @Test
  void failsAWorkerThatTellsOfNoSample() {
    looked.worker(1, 11, new JsonObject());
    assertThat(looked.line(PROBE, "monitor.age"))
        .returns(State.FAIL, Line::state)
        .returns("worker 1 tells of no sample", Line::value);
  }

  private void age(int worker, int seconds) {
    looked.workers.getJsonObject(worker - 1).put("age_seconds", seconds);
  }

  private Line gap() {
    return looked.line(PROBE, "monitor.gap");
  }

  @Test
  void findsTheLongestGapOfThoseThatRun() throws Exception {
    looked.worker(1, 11, seen(1)).worker(2, 12, seen(1));
    age(1, 20);
    age(2, 65);
    looked.sampled(11, 15, 10, 5);
    assertThat(gap()).as("nothing of the other since its start").returns("65 s", Line::value);
    looked.sampled(12, 60, 18, 13);
    looked.sampled(13, 900, 1);
    assertThat(gap()).returns(State.WARN, Line::state).returns("42 s", Line::value);
    age(2, 400);
    assertThat(gap()).as("since its start").returns("340 s", Line::value);
    assertThat(new Looked(folder.resolve("other")).state(PROBE, "monitor.gap"))
        .as("nobody runs")
        .isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void seesThatAMonitorStoppedOrBeganLate() throws Exception {
    looked.worker(1, 11, seen(1));
    age(1, 305);
    looked.sampled(11, 300, 295, 290);
    assertThat(gap()).returns(State.FAIL, Line::state).returns("290 s", Line::value);
    age(1, 100_000);
    for (int ago = 280; ago > 0; ago -= 20) {
      looked.sampled(11, ago);
    }
    assertThat(gap()).as("none at the hour's beginning").returns("3300 s", Line::value);
  }

  @Test
  void givesAWorkerThatJustStartedTheTimeForItsFirstSample() throws Exception {
    looked.worker(1, 11, seen(1)).worker(2, 12, seen(1));
    age(1, 20);
    age(2, 4);
    looked.sampled(11, 16, 11, 6, 1);
    assertThat(gap()).returns(State.PASS, Line::state).returns("5 s", Line::value);
  }

  @Test
  void passesAMonitorThatLeftNothingOut() throws Exception {
    looked.worker(1, 11, seen(1));
    age(1, 100_000);
    looked.sampled(11, 7_300);
    for (int ago = 3_610; ago > 0; ago -= 10) {
      looked.sampled(11, ago);
    }
    assertThat(gap())
        .as("what is older than an hour does not count")
        .returns(State.PASS, Line::state)
        .returns("10 s", Line::value);
  }

  @Test
  void tellsHowItIsSet() {
    looked.worker(1, 11, seen(1));
    assertThat(looked.state(PROBE, "monitor.settings")).isEqualTo(State.NOT_MEASURED);
    looked.configuration.put("variables", new JsonObject());
    assertThat(looked.line(PROBE, "monitor.settings").value())
        .isEqualTo(
            "workers are replaced after 50 conversations; of the model, caches and levels all is as shipped");
    looked.configuration.put("variables", new JsonObject().put("COMBOT_MEMORY_HOLD", "80"));
    assertThat(looked.line(PROBE, "monitor.settings").value())
        .endsWith("this is changed: {\"COMBOT_MEMORY_HOLD\":\"80\"}");
  }
}
