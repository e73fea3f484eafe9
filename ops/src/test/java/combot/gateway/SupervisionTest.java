package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.gateway.Member.Stage;
import combot.gateway.World.Shock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;

class SupervisionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Policy POLICY = Policy.of(2, 50, MINUTE);

  @Provide
  Arbitrary<List<Tuple2<Shock, Integer>>> histories() {
    var shock =
        Arbitraries.frequency(
            Tuple.of(60, Shock.NOTHING),
            Tuple.of(10, Shock.CONVERSATIONS),
            Tuple.of(10, Shock.REQUESTS),
            Tuple.of(3, Shock.CRASH),
            Tuple.of(1, Shock.CRASH_OF_ALL),
            Tuple.of(2, Shock.HANG),
            Tuple.of(1, Shock.LEAK),
            Tuple.of(1, Shock.SIGNAL));
    return Combinators.combine(shock, Arbitraries.integers().between(0, 80))
        .as(Tuple::of)
        .list()
        .ofMaxSize(600);
  }

  private static World after(Policy policy, List<Tuple2<Shock, Integer>> history) {
    var world = new World(policy);
    history.forEach(event -> world.step(event.get1(), event.get2()));
    return world;
  }

  @Property(tries = 500)
  void isWholeAgainAfterWhateverHappened(
      @ForAll("histories") List<Tuple2<Shock, Integer>> history,
      @ForAll @IntRange(min = 1, max = 4) int workers) {
    var world = after(Policy.of(workers, 50, MINUTE), history);
    world.rest(Duration.ofMinutes(4));
    if (world.gaveUp.isEmpty()) {
      assertThat(world.fleet.in(Stage.READY)).hasSize(workers);
    } else {
      assertThat(world.fleet.members()).isEmpty();
    }
  }

  @Property(tries = 200)
  void recyclesNoMoreThanOneAMinute(@ForAll("histories") List<Tuple2<Shock, Integer>> history) {
    var recycled = after(POLICY, history).recycled;
    for (int i = 1; i < recycled.size(); i++) {
      assertThat(recycled.get(i).minus(recycled.get(i - 1))).isGreaterThanOrEqualTo(MINUTE);
    }
  }

  @Property(tries = 200)
  void endsWhenItIsToStop(@ForAll("histories") List<Tuple2<Shock, Integer>> history) {
    var world = after(POLICY, history);
    world.fleet = world.fleet.stop();
    world.rest(POLICY.drainTime().plus(POLICY.silence()).plusSeconds(2));
    assertThat(world.fleet.members()).isEmpty();
  }

  private static World ready() {
    var world = new World(POLICY);
    world.rest(Duration.ofSeconds(10));
    assertThat(world.fleet.in(Stage.READY)).hasSize(2);
    return world;
  }

  @Example
  void leavesTheMachineToTheFirstWorkerUntilItIsReady() {
    var world = new World(POLICY);
    world.step(Shock.NOTHING, 0);
    assertThat(world.fleet.active()).isEqualTo(1);
    world.step(Shock.HANG, 0);
    world.rest(Duration.ofSeconds(9));
    assertThat(world.fleet.active()).isEqualTo(1);
    world.rest(Duration.ofSeconds(2));
    assertThat(world.fleet.active()).as("it takes too long").isEqualTo(2);
  }

  @Example
  void startsOneMoreBeforeAnOldOneGoes() {
    var world = ready();
    world.step(Shock.CONVERSATIONS, 0);
    assertThat(world.fleet.active()).isEqualTo(2);
    world.step(Shock.CONVERSATIONS, 0);
    assertThat(world.fleet.active()).isEqualTo(3);
    world.rest(Duration.ofSeconds(10));
    assertThat(world.recycled).hasSize(1);
    assertThat(world.fleet.members()).extracting(Member::id).containsExactly(2, 3);
  }

  @Example
  void replacesAWorkerOfTooMuchMemoryAndAnOldOne() {
    var world = ready();
    world.step(Shock.LEAK, 1);
    world.rest(Duration.ofSeconds(10));
    assertThat(world.fleet.members()).extracting(Member::id).containsExactly(1, 3);
    world.rest(Duration.ofHours(4));
    assertThat(world.fleet.members()).extracting(Member::id).isEqualTo(List.of(3, 4));
  }

  @Example
  void replacesAllThatWereAskedOneAfterTheOtherHoweverLatelyOneWas() {
    var world = ready();
    world.fleet = world.fleet.leaving(Set.of(1, 2), "asked for");
    world.rest(Duration.ofSeconds(20));
    assertThat(world.fleet.members()).extracting(Member::id).containsExactly(3, 4);
    assertThat(world.recycled).hasSize(2);
    assertThat(world.recycled.get(1).minus(world.recycled.get(0))).isLessThan(MINUTE);
    assertThat(world.fleet.leaving()).isEmpty();
  }

  @Example
  void replacesOnlyTheOneThatWasAsked() {
    var world = ready();
    world.fleet = world.fleet.leaving(Set.of(2), "asked for");
    world.rest(Duration.ofSeconds(20));
    assertThat(world.fleet.members()).extracting(Member::id).containsExactly(1, 3);
  }

  @Example
  void keepsTheOldOnesWhereANewOneDoesNotGetReady() {
    var world = ready();
    world.fleet = world.fleet.leaving(Set.of(1, 2), "asked for");
    world.step(Shock.NOTHING, 0);
    assertThat(world.fleet.active()).isEqualTo(3);
    world.step(Shock.CRASH, 2);
    assertThat(world.fleet.leaving()).isEmpty();
    world.rest(Duration.ofMinutes(2));
    assertThat(world.fleet.members()).extracting(Member::id).containsExactly(1, 2);
    assertThat(world.recycled).isEmpty();
  }

  @Example
  void goesOnReplacingWhereOneOfThoseThatWereToGoCrashes() {
    var world = ready();
    world.fleet = world.fleet.leaving(Set.of(1, 2), "asked for");
    world.step(Shock.CRASH, 1);
    world.rest(Duration.ofSeconds(30));
    assertThat(world.fleet.in(Stage.READY)).hasSize(2).extracting(Member::id).doesNotContain(1, 2);
  }

  @Example
  void waitsLongerAfterEachCrash() {
    var one = Policy.of(1, 50, MINUTE);
    assertThat(IntStream.rangeClosed(1, 8).mapToObj(one::pauseAfter))
        .extracting(Duration::toSeconds)
        .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Example
  void startsAllAtOnceThatCrashedAndThenWaits() {
    var world = ready();
    world.step(Shock.CRASH_OF_ALL, 0);
    assertThat(world.fleet.active()).isEqualTo(2);
    world.step(Shock.CRASH, 0);
    assertThat(world.fleet.active()).isEqualTo(1);
    world.rest(Duration.ofSeconds(1));
    assertThat(world.fleet.active()).isEqualTo(2);
  }

  @Example
  void givesUpWithCodeOneAfterTenCrashes() {
    var world = ready();
    while (world.gaveUp.isEmpty()) {
      assertThat(world.fleet.crashes()).hasSizeLessThan(10);
      world.step(Shock.CRASH_OF_ALL, 0);
    }
    assertThat(world.fleet.crashes()).hasSize(10);
    assertThat(world.gaveUp.get().code()).isEqualTo(1);
  }

  @Example
  void tellsOnlyOfCrashesOfTheLastTenMinutes() {
    var world = ready();
    world.step(Shock.CRASH, 0);
    var first = world.fleet.crashes().getFirst();
    world.rest(Duration.ofMinutes(4));
    world.step(Shock.CRASH, 0);
    assertThat(crashes(world.fleet, first.plusMinutes(5))).isEqualTo(2);
    assertThat(crashes(world.fleet, first.plusMinutes(11))).isEqualTo(1);
    assertThat(crashes(world.fleet, first.plusHours(1))).isZero();
  }

  private static int crashes(Fleet fleet, Duration now) {
    return new Snapshot(fleet, now, Map.of(), List.of(), false).crashes();
  }

  @Example
  void goesOnWhileAWorkerServesHoweverOftenTheOtherCrashes() {
    var world = ready();
    for (int i = 0; i < 20; i++) {
      world.step(Shock.CRASH, 1);
      world.rest(Duration.ofSeconds(20));
    }
    assertThat(world.fleet.crashes()).hasSizeGreaterThan(10);
    assertThat(world.gaveUp).isEmpty();
  }

  @Example
  void givesUpAtOnceWhereTheFirstWorkerSaysThatItCantStart() {
    var fleet = Fleet.EMPTY.started(1, 50, Duration.ZERO).ended(1, 1, Duration.ofSeconds(1));
    assertThat(Supervision.decide(fleet, POLICY, Duration.ofSeconds(1)))
        .containsExactly(new Action.GiveUp(1, "the workers can't start"));
  }

  @Example
  void replacesAWorkerThatSaysNothingUnlessNobodyCouldListen() {
    var fleet = ready().fleet;
    var later = Duration.ofSeconds(20);
    assertThat(Supervision.decide(fleet, POLICY, later))
        .containsExactly(
            new Action.Kill(1, "said nothing for 5 s"), new Action.Kill(2, "said nothing for 5 s"));
    assertThat(Supervision.decide(fleet.resumed(later), POLICY, later)).isEmpty();
  }

  @Example
  void drawsTheAgeOfEachWorkerWithinATenth() {
    var random = new Random(1);
    var drawn = Stream.generate(() -> POLICY.drawRecycleAfter(random)).limit(200).distinct();
    assertThat(drawn).containsExactlyInAnyOrder(50, 51, 52, 53, 54, 55);
    assertThat(Policy.of(1, 0, MINUTE).drawRecycleAfter(random)).isEqualTo(Integer.MAX_VALUE);
  }
}
