package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Latencies;
import combot.loadtest.Sample;
import combot.loadtest.Shape;
import combot.loadtest.Ticks;
import combot.readiness.Tested.Stage;
import combot.report.Block;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityProbeTest {

  private static final Stage WELL = Stage.WELL;
  private static final Stage SLOW = WELL.p95(1_500);

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void look() {
    looked = new Looked(folder);
  }

  /** The target is 20 at once, the sixth of 1, 4, 8, 12, 16, 20, 24, 32, 40. */
  private State state(String id, Stage... steps) {
    return looked.state(new CapacityProbe(Tested.steps(steps)), id);
  }

  @Test
  void whatIsServedWellMustReachTheSession() {
    assertThat(state("capacity.tested", WELL, WELL, WELL, WELL, WELL, SLOW)).isEqualTo(State.FAIL);
    assertThat(state("capacity.tested", WELL, WELL, WELL, WELL, WELL, WELL, SLOW))
        .isEqualTo(State.PASS);
    assertThat(state("capacity.tested", SLOW)).isEqualTo(State.FAIL);
    assertThat(state("capacity.margin", WELL, WELL, WELL, WELL, WELL, SLOW)).isEqualTo(State.FAIL);
    assertThat(state("capacity.margin", WELL, WELL, WELL, WELL, WELL, WELL, WELL, WELL, SLOW))
        .isEqualTo(State.WARN);
    assertThat(state("capacity.margin", WELL, WELL, WELL, WELL, WELL, WELL, WELL, WELL, WELL))
        .isEqualTo(State.PASS);
    assertThat(state("capacity.tested")).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void whatALargerStepMightHaveShownIsNotMeasured() {
    var probe = new CapacityProbe(Tested.stopped(WELL, WELL));
    assertThat(looked.state(probe, "capacity.tested")).isEqualTo(State.NOT_MEASURED);
    assertThat(looked.line(probe, "capacity.tested").value())
        .isEqualTo("It was stopped. Until then: 4, where the study has 20 at once");
    probe = new CapacityProbe(Tested.stopped(WELL, WELL, WELL, WELL, WELL, WELL));
    assertThat(looked.state(probe, "capacity.tested")).isEqualTo(State.PASS);
  }

  private static Loads rates(IntToDoubleFunction rate) {
    var users = ((Shape.Steps) Tested.FULL.shape(Trial.STEPS)).users();
    return Tested.steps(
        users.stream().map(n -> WELL.rate(rate.applyAsDouble(n))).toArray(Stage[]::new));
  }

  @Test
  void fitsTheScalabilityLawAndSaysHowFarItMayBeBelieved() {
    var loads = rates(n -> 10.0 * n / (1 + 0.02 * (n - 1) + 0.0001 * n * (n - 1)));
    var line = looked.line(new CapacityProbe(loads), "capacity.law");
    assertThat(line.state()).isEqualTo(State.PASS);
    assertThat(line.value())
        .contains("σ = 0.020", "κ = 0.00010", "greatest at 99 at once", "beyond 2000 at once");
    assertThat(new CapacityProbe(loads).blocks(looked.context()))
        .last()
        .isInstanceOfSatisfying(Block.Plot.class, plot -> assertThat(plot.series()).hasSize(2));
    var advice = new Advice(loads).blocks(looked.context()).toString();
    assertThat(advice).contains("Never let more than 99 come at once");
  }

  @Test
  void warnsOfALawThatDoesNotFit() {
    var loads = rates(n -> n % 3 == 0 ? 500 : 20);
    assertThat(looked.state(new CapacityProbe(loads), "capacity.law")).isEqualTo(State.WARN);
    assertThat(state("capacity.law", WELL, WELL)).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void rejectedStepsDoNotCountForTheLaw() {
    var steps = new Stage[6];
    Arrays.fill(steps, WELL.rate(20));
    assertThat(state("capacity.law", steps)).isEqualTo(State.PASS);
    steps[3] = WELL.deviation(0.5);
    assertThat(looked.line(new CapacityProbe(Tested.steps(steps)), "capacity.law").value())
        .contains("at least 6 different numbers of users, there were 5");
  }

  @Test
  void failingStepsDoNotCountForTheLaw() {
    var steps = new Stage[6];
    Arrays.fill(steps, WELL.rate(20));
    for (var failing : List.of(WELL.failed(500), WELL.wrong(1), WELL.unanswered(1))) {
      steps[5] = failing.rate(2_000);
      assertThat(looked.line(new CapacityProbe(Tested.steps(steps)), "capacity.law").value())
          .contains("at least 6 different numbers of users, there were 5");
    }
  }

  @Test
  void timesOfPeopleAreMultipliedBack() {
    var loads = Tested.of(Trial.SESSIONS, WELL);
    // 24 s at a tenth, of which 100 answers of 25 ms for 40 people
    assertThat(looked.line(new CapacityProbe(loads), "capacity.session").value())
        .isEqualTo("about 3 min 19 s for half of the people, 3 min 59 s for the last");
    assertThat(looked.line(new CapacityProbe(loads), "capacity.hours").value())
        .startsWith("50 sessions, about 3 h 19 min without pauses; 15 sessions an hour");
    assertThat(new Advice(loads).blocks(looked.context()).toString())
        .contains("Begin a session every 5 minutes or more", "1000 people are 50 sessions");
    assertThat(state("capacity.session", WELL)).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void aLanguageModelsTimeIsNotMultipliedBack() {
    // 40 people, each of whom waits 5 times for a second
    var model = new Latencies(200, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000);
    var stage = Tested.withModel(WELL.outcome(20, 0, List.of()), model);
    var outcome = Tested.outcome(Trial.SESSIONS, List.of(stage), List.of(), Optional.empty());
    var loads = Tested.loads(outcome, Trial.SESSIONS);
    assertThat(looked.line(new CapacityProbe(loads), "capacity.session").value())
        .isEqualTo("about 2 min 34 s for half of the people, 3 min 14 s for the last");
  }

  @Test
  void advisesByWhatWasMeasured() {
    assertThat(new Advice(Tested.steps(SLOW)).blocks(looked.context()).toString())
        .contains("Invite nobody yet");
    assertThat(
            new Advice(Tested.steps(WELL, WELL, WELL, WELL, WELL, WELL, SLOW))
                .blocks(looked.context())
                .toString())
        .contains("Let at most 10 come at once instead of 20");
    assertThat(new Advice(Tested.steps(WELL.deviation(0.5))).blocks(looked.context()).toString())
        .contains("Repeat the check while nothing else runs");
    var standard = new Programme(Depth.STANDARD, new Target(1_000, 15), Programme.USUAL);
    assertThat(
            new Advice(new Loads(standard, Map.of(), Map.of(), List.of()))
                .blocks(looked.context())
                .toString())
        .contains("./combot check --full");
  }

  @Test
  void expectsWhatWasMeasured() {
    var blocks = new Expectations(Tested.of(Trial.SESSIONS, WELL.p95(80))).blocks(looked.context());
    assertThat(blocks.toString()).contains("Reply to a message", "40 ms", "80 ms", "160 ms");
    assertThat(new Expectations(Tested.steps()).blocks(looked.context()).toString())
        .contains("Nothing was measured");
  }

  private Loads used(Usage... usage) {
    var steps = Tested.steps(WELL, WELL, WELL, WELL, WELL, WELL).of(Trial.STEPS).orElseThrow();
    var outcome =
        Tested.outcome(
            Trial.STEPS,
            steps.stages(),
            List.of(new Sample(110, 20, Map.of("cpu.generator", 100.0))),
            Optional.empty());
    return new Loads(Tested.FULL, Map.of(Trial.STEPS, outcome), Map.of(), List.of(usage));
  }

  private static Usage usage(
      int second, long busy, long idle, double memory, long disk, long sent) {
    return new Usage(
        Looked.NOW.plusSeconds(second),
        new Ticks(new long[] {busy, 0, 0, idle, 0, 0, 0, 0}),
        memory,
        disk,
        sent,
        0);
  }

  /** The step of 20 began after 100 s, and was measured in its last 10 of 15 s. */
  @Test
  void looksAtTheMachineWhileTheTargetsLoadWasOnIt() {
    var probe =
        new UsageProbe(
            used(
                usage(50, 0, 0, 99, 0, 0),
                usage(106, 1_000, 1_000, 40, 1_000, 0),
                usage(114, 1_100, 1_700, 50, 1_800, 1_000_000),
                usage(130, 9_000, 1_700, 99, 9_000, 0)));
    assertThat(looked.line(probe, "usage.cpu").value()).isEqualTo("13 %");
    assertThat(looked.line(probe, "usage.memory").value()).isEqualTo("50 %");
    assertThat(looked.line(probe, "usage.disk").value()).isEqualTo("10 %");
    assertThat(looked.line(probe, "usage.network").value()).startsWith("1.0 Mbit/s;");
    for (var id : List.of("usage.cpu", "usage.memory", "usage.disk", "usage.network")) {
      assertThat(looked.state(probe, id)).isEqualTo(State.PASS);
    }
    assertThat(looked.state(probe, "usage.generator")).isEqualTo(State.WARN);
  }

  @Test
  void warnsOfAMachineThatIsFull() {
    var probe =
        new UsageProbe(
            used(usage(106, 0, 0, 40, 0, 0), usage(114, 960, 40, 90, 8_000, 200_000_000)));
    assertThat(looked.state(probe, "usage.cpu")).isEqualTo(State.FAIL);
    assertThat(looked.state(probe, "usage.memory")).isEqualTo(State.FAIL);
    assertThat(looked.state(probe, "usage.disk")).isEqualTo(State.FAIL);
    assertThat(looked.state(probe, "usage.network")).isEqualTo(State.WARN);
    assertThat(looked.state(new UsageProbe(used()), "usage.cpu")).isEqualTo(State.NOT_MEASURED);
  }
}
