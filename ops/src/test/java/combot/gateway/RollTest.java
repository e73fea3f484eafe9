package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollTest {

  private static final Duration NOW = Duration.ofSeconds(1);
  private static final Report READY = new Report(Report.State.READY, 4000, 0, 0, 0);
  private final Roll roll = new Roll(Set.of(1));

  private static Fleet ready(Fleet fleet, int id) {
    return fleet.started(id, 50, NOW).heard(id, READY, NOW);
  }

  private static Fleet leaving() {
    return ready(Fleet.EMPTY, 1).leaving(Set.of(1), "asked for");
  }

  @Test
  void goesOnUntilTheOldOneIsGoneAndANewOneIsReady() {
    assertThat(roll.goesOn(leaving(), "")).isTrue();
    var both = ready(leaving(), 2);
    assertThat(roll.goesOn(both.drained(1, NOW), "")).isTrue();
    assertThat(roll.goesOn(both.drained(1, NOW).ended(1, 0, NOW), "")).isFalse();
    assertThat(roll.done()).isCompleted();
  }

  @Test
  void isNoSuccessWhereTheOldOneWasLostBeforeANewOneWasReady() {
    var lost = leaving().started(2, 50, NOW).ended(1, 137, NOW);
    assertThat(roll.goesOn(lost, "")).isTrue();
    assertThat(roll.goesOn(lost.ended(2, 3, NOW), "no such class")).isFalse();
    assertThatThrownBy(() -> roll.done().join())
        .hasMessageContaining("the old ones are lost too. It said: no such class");
  }

  @Test
  void failsWhereTheOldOneStays() {
    var stays = leaving().started(2, 50, NOW).ended(2, 3, NOW);
    assertThat(roll.goesOn(stays, "no such class")).isFalse();
    assertThatThrownBy(() -> roll.done().join())
        .hasMessageContaining("so the old ones stay. It said: no such class");
  }
}
