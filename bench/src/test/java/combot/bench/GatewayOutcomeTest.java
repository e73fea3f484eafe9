package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class GatewayOutcomeTest {

  private static final Scenario CACHED = new Scenario(Scenario.What.CACHED, 15);
  private static final Scenario NEW = new Scenario(Scenario.What.NEW, 15);

  private static Round round(String side, int number, Scenario scenario, int answers) {
    var tally = new Tally();
    for (int i = 0; i < answers; i++) {
      tally.succeeded(Kind.TURN, 2_000_000);
    }
    var processes = new LinkedHashMap<>(Map.of(side.equals("worker") ? side : "gateway", 0.5));
    var measured = new Measured(scenario, tally, 10, new Cpu(processes, 0.1, 1.6));
    return new Round(side, number, measured, OptionalDouble.empty());
  }

  private static GatewayOutcome outcome(List<Round> rounds, List<Side.Account> accounts) {
    SequencedMap<String, Double> ready = new LinkedHashMap<>();
    ready.put("worker", 3.0);
    ready.put("gateway+2", 4.0);
    return new GatewayOutcome(
        new LinkedHashMap<>(),
        ready,
        rounds,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        accounts);
  }

  private static final List<Round> ROUNDS =
      List.of(
          round("worker", 1, CACHED, 100),
          round("gateway+2", 1, CACHED, 50),
          round("worker", 2, CACHED, 200),
          round("gateway+2", 2, CACHED, 140),
          round("worker", 1, NEW, 1_000),
          round("gateway+2", 1, NEW, 300));

  @Test
  void comparesEachRoundWithTheWorkersBesideIt() {
    var outcome = outcome(ROUNDS, List.of());

    assertThat(outcome.ratio(ROUNDS.get(3)).orElseThrow()).isCloseTo(0.7, within(1e-9));
    assertThat(outcome.ratio("gateway+2", CACHED).orElseThrow()).isCloseTo(0.6, within(1e-9));
    assertThat(outcome.ratio("gateway+2", NEW).orElseThrow()).isCloseTo(0.3, within(1e-9));
    assertThat(outcome.ratio("gateway+1", CACHED)).isEmpty();
  }

  @Test
  void tellsFiguresToPeopleAndPrograms() {
    var outcome = outcome(ROUNDS, List.of());
    var printed = new ByteArrayOutputStream();
    new GatewayTextReport(new PrintStream(printed, true, StandardCharsets.UTF_8)).print(outcome);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("cached15 at gateway+2: 0.60 of the bare worker")
        .contains("new15 at gateway+2: 0.30 of the bare worker")
        .contains("not told at /metrics; the longest answer to a turn took 2 ms")
        .containsPattern(
            "cached15 +gateway\\+2 +1 +50 +0 +5 +0.50 +2.00 +2.00 +2.00 +10.000 +2.000 +0.10");
    assertThat(GatewayJsonReport.of(outcome))
        .contains("\"ratio\":0.700", "\"cpuPerAnswer\":{\"gateway\":10.000,\"generator\":2.000}")
        .contains("\"writeWaitSeconds\":null", "\"sound\":true");
  }

  private static boolean isSound(List<String> failures, List<String> problems) {
    var stored = new Reconciliation(1, 1, 7, problems);
    return outcome(ROUNDS, List.of(new Side.Account("worker", new Sent(), failures, stored)))
        .isSound();
  }

  @Test
  void isUnsoundWhereAnAnswerWasWrongOrATurnIsLost() {
    assertThat(isSound(List.of(), List.of())).isTrue();
    assertThat(isSound(List.of("turn: status 503"), List.of())).isFalse();
    assertThat(isSound(List.of(), List.of("a turn is lost"))).isFalse();
  }
}
