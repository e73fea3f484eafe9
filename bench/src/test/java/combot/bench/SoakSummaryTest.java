package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class SoakSummaryTest {

  private static final Reconciliation KEPT = new Reconciliation(1, 1, 7, List.of());

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final SoakSummary summary =
      new SoakSummary(new PrintStream(printed, true, StandardCharsets.UTF_8));

  /** The gateway grows by 6 MB an hour, the worker by 60; while it is replaced, all is wild. */
  private static List<Vitals> hour() {
    var seen = new ArrayList<Vitals>();
    for (int minute = 1; minute <= 60; minute++) {
      boolean steady = minute % 3 != 0;
      SequencedMap<String, Memory> memory = new LinkedHashMap<>();
      memory.put("gateway", memory(100_000 + minute * 1_024 / 10));
      memory.put("4711", memory(200_000 + minute * 1_024 + (steady ? 0 : 500_000)));
      seen.add(new Vitals(Duration.ofMinutes(minute), memory, steady, Optional.empty()));
    }
    return seen;
  }

  private static Memory memory(long kilobytes) {
    return new Memory(new LinkedHashMap<>(Map.of("Pss", 2 * kilobytes, "Pss_Anon", kilobytes)));
  }

  private boolean isSound(Tally tally, Optional<String> trouble, Reconciliation stored) {
    var load =
        new Measured(
            new Scenario(Scenario.What.NEW, 15),
            tally,
            3_600,
            new Cpu(new LinkedHashMap<>(), 0, 0));
    return summary.print(new SoakSummary.Course(load, hour(), 9, trouble), new Sent(), stored);
  }

  @Test
  void tellsHowMemoryGrowsWhileAllWorkersAreReady() {
    assertThat(isSound(new Tally(), Optional.empty(), KEPT)).isTrue();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("all +66.0 MB an hour, gateway alone +6.0", "9 workers replaced");
  }

  @Test
  void saysWhatWasWrong() {
    var tally = new Tally();
    tally.failed(Kind.TURN, "status 503", "");

    assertThat(isSound(tally, Optional.empty(), KEPT)).isFalse();
    assertThat(isSound(new Tally(), Optional.of("the server is gone"), KEPT)).isFalse();
    assertThat(
            isSound(
                new Tally(), Optional.empty(), new Reconciliation(1, 1, 6, List.of("lost one"))))
        .isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("FAILED 1 × turn: status 503", "WRONG it ended", "WRONG lost one");
  }
}
