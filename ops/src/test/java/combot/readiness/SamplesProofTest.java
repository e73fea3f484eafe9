package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a check that began 100 s ago with worker 1, which worker 2 replaced 40 s ago. */
@Timeout(30)
class SamplesProofTest {

  @TempDir private Path folder;
  private Looked looked;

  @BeforeEach
  void start() {
    looked = new Looked(folder).worker(1, 11, new JsonObject());
  }

  private Line line() {
    var later =
        new JsonObject()
            .put(
                "workers",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("number", 2)
                            .put("pid", 12)
                            .put("state", "ready")
                            .put("age_seconds", 40)));
    try (var _ = ControlSocket.open(looked.data(), (_, _) -> later)) {
      return looked.line(new SamplesProof(Looked.NOW.minusSeconds(100)), "monitor.during-check");
    }
  }

  @Test
  void noGapPassesWhateverWasBefore() throws Exception {
    looked.sampled(11, 900, 104, 90, 80, 70, 60, 50, 42);
    looked.sampled(12, 38, 25, 15, 5);
    assertThat(line()).returns(State.PASS, Line::state).returns("14 s, of 2 workers", Line::value);
  }

  @Test
  void aGapOfAWorkerThatWasReplacedCounts() throws Exception {
    looked.sampled(11, 102, 72, 42);
    looked.sampled(12, 38, 25, 15, 5);
    assertThat(line()).returns(State.WARN, Line::state);
  }

  @Test
  void aMonitorThatStoppedOrNeverBeganCounts() throws Exception {
    looked.sampled(11, 102, 90);
    looked.sampled(12, 38, 25);
    assertThat(line()).returns(State.WARN, Line::state).returns("25 s, of 2 workers", Line::value);
    looked = new Looked(folder.resolve("other")).worker(1, 11, new JsonObject());
    assertThat(line()).returns("40 s, of 2 workers", Line::value);
    looked.sampled(11, 102, 30);
    assertThat(line()).returns(State.FAIL, Line::state);
  }
}
