package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PersonaTest {

  private static final int PEOPLE = 10_000;
  private static final int WAITS = 7;

  private static List<Persona> people(long seed) {
    return LongStream.range(0, PEOPLE)
        .mapToObj(number -> Persona.of(Behaviour.lively(1), WAITS, seed, number))
        .toList();
  }

  @Test
  void theSameSeedGivesTheSamePeople() {
    assertThat(people(3)).isEqualTo(people(3));
    assertThat(people(3)).isNotEqualTo(people(4));
  }

  @Test
  void sharesAndMediansAreThoseAskedFor() {
    var people = people(5);
    assertThat(share(people.stream().filter(one -> one.messages() < WAITS).count(), PEOPLE))
        .isCloseTo(0.1, within(0.015));
    assertThat(share(people.stream().filter(Persona::slow).count(), PEOPLE))
        .isCloseTo(0.1, within(0.015));
    var moves = people.stream().flatMap(one -> one.moves().stream()).toList();
    assertThat(share(moves.stream().filter(Persona.Move::reloads).count(), moves.size()))
        .isCloseTo(0.05, within(0.005));
    assertThat(share(moves.stream().filter(Persona.Move::sendsTwice).count(), moves.size()))
        .isCloseTo(0.05, within(0.005));
    assertThat(share(moves.stream().filter(move -> move.thinkSeconds() < 4).count(), moves.size()))
        .isCloseTo(0.5, within(0.01));
  }

  private static double share(long some, long all) {
    return (double) some / all;
  }

  @Test
  void whoLeavesDoesSoAtTheStepAskedFor() {
    var calm = Behaviour.calm(1);
    var leaving =
        new Behaviour(
            calm.think(), calm.typing(), 1, 1, 2, 0, 0, 0, calm.delay(), calm.bandwidth());
    assertThat(Persona.of(leaving, WAITS, 1, 1).messages()).isEqualTo(2);
  }
}
