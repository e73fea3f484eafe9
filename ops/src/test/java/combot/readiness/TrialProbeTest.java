package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.loadtest.Change;
import combot.loadtest.Kind;
import combot.readiness.Tested.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrialProbeTest {

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void look() {
    looked = new Looked(folder);
  }

  private State state(Trial trial, Stage stage, String id) {
    return looked.state(
        new TrialProbe(Tested.of(trial, stage), trial), "load.%s.%s".formatted(trial, id));
  }

  @ParameterizedTest
  @EnumSource(names = {"SESSIONS", "BURST", "CAMPAIGN", "SOAK"})
  void eachLineCanFail(Trial trial) {
    for (var id : List.of("success", "replies", "answers", "turns")) {
      assertThat(state(trial, Stage.WELL, id)).isEqualTo(State.PASS);
    }
    assertThat(state(trial, Stage.WELL.failed(2), "success")).isEqualTo(State.WARN);
    assertThat(state(trial, Stage.WELL.failed(11), "success")).isEqualTo(State.FAIL);
    assertThat(state(trial, Stage.WELL.p95(1_001), "replies")).isEqualTo(State.WARN);
    assertThat(state(trial, Stage.WELL.p95(3_001), "replies")).isEqualTo(State.FAIL);
    assertThat(state(trial, Stage.WELL.wrong(1), "answers")).isEqualTo(State.FAIL);
    assertThat(state(trial, Stage.WELL.unanswered(1), "answers")).isEqualTo(State.FAIL);
    for (var stored :
        List.of(Tested.stored(1, 0, 0, 0), Tested.stored(0, 1, 0, 0), Tested.stored(0, 0, 1, 0))) {
      assertThat(state(trial, Stage.WELL.stored(stored), "turns")).isEqualTo(State.FAIL);
    }
  }

  @Test
  void aBurstIsJudgedByItsFirstMessagesAlone() {
    var slow = Stage.WELL.p95(3_001).outcome(20, 0, List.of()).replies();
    var fast = Stage.WELL.outcome(20, 0, List.of()).replies();
    var loads =
        Tested.loads(
            Tested.timed(Trial.BURST, Map.of(Kind.FIRST, slow, Kind.TURN, fast)), Trial.BURST);
    var line = looked.line(new TrialProbe(loads, Trial.BURST), "load.burst.replies");
    assertThat(line.state()).isEqualTo(State.FAIL);
    assertThat(line.title()).isEqualTo("Burst: 95 % of replies to first messages within");
    loads = Tested.loads(Tested.timed(Trial.BURST, Map.of(Kind.TURN, fast)), Trial.BURST);
    assertThat(looked.state(new TrialProbe(loads, Trial.BURST), "load.burst.replies"))
        .isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void tellsHowSureTheShareIs() {
    var line =
        looked.line(
            new TrialProbe(Tested.of(Trial.SESSIONS, Stage.WELL), Trial.SESSIONS),
            "load.sessions.success");
    assertThat(line.value()).isEqualTo("100.0 %, 1,000 of 1,000 (95 % interval from 99.62 %)");
  }

  @Test
  void comparesTheClassesWithThoseOfPeople() {
    var probe = new TrialProbe.Classes(Tested.of(Trial.SESSIONS, Stage.WELL));
    assertThat(looked.state(probe, "load.sessions.class")).isEqualTo(State.PASS);
    probe =
        new TrialProbe.Classes(
            Tested.of(Trial.SESSIONS, Stage.WELL.stored(Tested.stored(0, 0, 0, 11))));
    assertThat(looked.line(probe, "load.sessions.class").state()).isEqualTo(State.WARN);
    assertThat(looked.line(probe, "load.sessions.class").value()).contains("29 of 40");
    probe =
        new TrialProbe.Classes(
            Tested.of(Trial.SESSIONS, Stage.WELL.stored(Tested.stored(0, 0, 0, 21))));
    assertThat(looked.state(probe, "load.sessions.class")).isEqualTo(State.FAIL);
  }

  @Test
  void classesAreRequiredOfAStudyThatHasSome() {
    var probe = new TrialProbe.Classes(Tested.of(Trial.SESSIONS, Stage.WELL));
    assertThat(looked.line(probe, "load.sessions.class").required()).as("not told").isTrue();
    looked.serve(Path.of("..", "studies", "think-feel.yaml"));
    assertThat(looked.line(probe, "load.sessions.class").required()).isTrue();
    looked.serve(Path.of("..", "studies", "newsletter-tone.yaml"));
    assertThat(looked.line(probe, "load.sessions.class").required()).isFalse();
  }

  @Test
  void whatEndedEarlyIsNotMeasuredUnlessItFailed() {
    var stages = List.of(Stage.WELL.wrong(1).outcome(20, 0, List.of()));
    var loads =
        Tested.loads(
            Tested.outcome(Trial.BURST, stages, List.of(), Optional.of("It was stopped.")),
            Trial.BURST);
    var probe = new TrialProbe(loads, Trial.BURST);
    assertThat(looked.state(probe, "load.burst.answers")).isEqualTo(State.FAIL);
    var success = looked.line(probe, "load.burst.success");
    assertThat(success.state()).isEqualTo(State.NOT_MEASURED);
    assertThat(success.value()).startsWith("It was stopped. Until then: 100.0 %");
    assertThat(success.required()).isTrue();
  }

  @Test
  void saysWhyATrialDidNotRun() {
    var loads = new Loads(Tested.FULL, Map.of(), Map.of(Trial.SOAK, "people are there"), List.of());
    assertThat(new TrialProbe(loads, Trial.SOAK).look(looked.context()))
        .allMatch(
            line -> line.state() == State.NOT_MEASURED && line.value().equals("people are there"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, PASS, PASS",
    "5, 5, PASS, PASS",
    "20, 15, WARN, WARN",
    "80, 40, FAIL, FAIL",
    "-30, 40, PASS, FAIL"
  })
  void slowingDownAndLeakingAreSeen(double slower, double larger, State latency, State memory) {
    var probe = new EnduranceProbe(Tested.soak(slower, larger));
    assertThat(looked.line(probe, "load.soak.latency")).returns(latency, Line::state);
    assertThat(looked.line(probe, "load.soak.memory")).returns(memory, Line::state);
    assertThat(looked.line(probe, "load.soak.memory").value()).contains("95 % interval", "p = ");
  }

  @ParameterizedTest
  @CsvSource({"0, PASS", "15, WARN", "40, FAIL"})
  void aLeakOfTheGatewayIsSeenWhileTheSumStays(double gateway, State memory) {
    var line = looked.line(new EnduranceProbe(Tested.soak(0, 0, gateway, 30)), "load.soak.memory");
    assertThat(line.state()).isEqualTo(memory);
    assertThat(line.value()).startsWith(gateway > 0 ? Change.GATEWAY : Change.MEMORY);
  }

  @Test
  void noTrendIsToldOfFiguresThatStopBeforeTheTest() {
    for (var id : List.of("load.soak.latency", "load.soak.memory")) {
      assertThat(looked.state(new EnduranceProbe(Tested.soak(0, 0, 0, 28)), id))
          .isEqualTo(State.PASS);
      assertThat(looked.line(new EnduranceProbe(Tested.soak(0, 0, 0, 27)), id))
          .returns(State.NOT_MEASURED, Line::state)
          .extracting(Line::value)
          .asString()
          .endsWith("told over 26.0 of 29.0 min only");
    }
  }

  @Test
  void noTrendIsToldOfTooLittle() {
    var probe = new EnduranceProbe(Tested.of(Trial.SOAK, Stage.WELL));
    assertThat(looked.state(probe, "load.soak.latency")).isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void theTargetsStepIsJudgedByItself() {
    var well = Stage.WELL;
    var slow = Tested.steps(well, well, well, well, well, well.p95(1_200));
    var probe = new TargetProbe(slow);
    assertThat(looked.line(probe, "load.target.replies").title()).contains("20 at once");
    assertThat(looked.state(probe, "load.target.replies")).isEqualTo(State.WARN);
    assertThat(looked.state(probe, "load.target.success")).isEqualTo(State.PASS);
    probe = new TargetProbe(Tested.steps(well, well, well, well, well, well.failed(20)));
    assertThat(looked.state(probe, "load.target.success")).isEqualTo(State.FAIL);
    probe = new TargetProbe(Tested.steps(well, well, well, well, well, well.deviation(0.2)));
    assertThat(looked.line(probe, "load.target.success").value()).contains("mismeasured", "20.0 %");
    assertThat(looked.state(probe, "load.target.success")).isEqualTo(State.NOT_MEASURED);
    assertThat(looked.state(new TargetProbe(Tested.steps(well)), "load.target.success"))
        .isEqualTo(State.NOT_MEASURED);
  }

  @Test
  void wrongAnswersOfAnyStepFail() {
    var probe = new StepsProbe(Tested.steps(Stage.WELL.wrong(1)));
    assertThat(looked.state(probe, "load.steps.answers")).isEqualTo(State.FAIL);
    probe = new StepsProbe(Tested.steps(Stage.WELL.stored(Tested.stored(0, 1, 0, 0))));
    assertThat(looked.state(probe, "load.steps.turns")).isEqualTo(State.FAIL);
  }

  @Test
  void answersMustComeUpToTheTargetsLoad() {
    var well = Stage.WELL;
    var gone = well.unanswered(1);
    var probe = new StepsProbe(Tested.steps(well, well, well, well, well, gone));
    assertThat(looked.line(probe, "load.steps.answers"))
        .returns(State.FAIL, Line::state)
        .returns("0 wrong, 1 never came; of 6,000, warm-up included", Line::value);
    probe = new StepsProbe(Tested.steps(well, well, well, well, well, well, gone));
    assertThat(looked.state(probe, "load.steps.answers"))
        .as("beyond it, it is how much the machine can bear")
        .isEqualTo(State.PASS);
  }

  @Test
  void theLargestLoadOfEachStateIsTold() {
    var probe =
        new StepsProbe(
            Tested.steps(
                Stage.WELL, Stage.WELL.p95(200), Stage.WELL.p95(2_000), Stage.WELL.p95(9_000)));
    assertThat(looked.line(probe, "load.optimal").value()).isEqualTo("1 at once");
    assertThat(looked.line(probe, "load.excellent").value()).isEqualTo("4 at once");
    assertThat(looked.line(probe, "load.good").value()).isEqualTo("4 at once");
    assertThat(looked.line(probe, "load.acceptable").value()).isEqualTo("8 at once");
    assertThat(looked.line(probe, "load.acceptable").threshold())
        .isEqualTo("95 % of replies within 3.00 s");
    assertThat(
            looked.line(new StepsProbe(Tested.steps(Stage.WELL.failed(500))), "load.good").value())
        .isEqualTo("none of those tested");
  }
}
