package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import combot.statistics.Trend;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeTest {

  private static final Plan PLAN =
      new Plan(
          URI.create("http://localhost:8000"),
          "",
          StubServer.KEY,
          "change",
          new Shape.Sessions(15, 2, Duration.ZERO, Duration.ZERO),
          Behaviour.calm(0),
          1,
          Optional.empty(),
          true,
          Duration.ZERO,
          Duration.ofMinutes(1),
          100,
          false);

  static Outcome outcome(
      List<Outcome.StageOutcome> stages, List<Sample> samples, Optional<String> cutShort) {
    return new Outcome(
        PLAN,
        "think-feel",
        "version",
        Instant.EPOCH,
        Duration.ofMinutes(2),
        Optional.empty(),
        stages,
        Map.of(),
        samples,
        cutShort,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void memoryIsToldOnceAllHaveCome() {
    var samples =
        IntStream.range(0, 30)
            .mapToObj(at -> new Sample(at, 15, Map.of("memory.all", 1e8 + at)))
            .toList();
    var stage = RequirementTest.stage(15, 999, List.of(new Second(10, 100, 0, 0)));
    var change = Change.of(outcome(List.of(stage), samples, Optional.empty())).getFirst();
    assertThat(change.name()).startsWith("memory");
    assertThat(((Trend.Judged) change.trend()).points()).isEqualTo(20);
  }

  /** The model that a pause unloads is no memory that a session gave back. */
  @Test
  void memoryIsThatOfTimesInWhichPeopleAreThere() {
    var samples =
        IntStream.range(-10, 40)
            .mapToObj(at ->
                new Sample(
                    at,
                    at < 30 ? 15 : 0,
                    Map.of("memory.all", 4e8 - at, "memory.gateway", 1e8 + at)))
            .toList();
    var changes = Change.of(outcome(List.of(RequirementTest.STAGE), samples, Optional.empty()));
    assertThat(changes).extracting(Change::name).containsExactly(Change.MEMORY, Change.GATEWAY);
    assertThat(changes)
        .extracting(change -> (Trend.Judged) change.trend())
        .extracting(Trend.Judged::points, Trend.Judged::direction)
        .containsExactly(
            tuple(30, Trend.Direction.DECREASING), tuple(30, Trend.Direction.INCREASING));
  }
}
