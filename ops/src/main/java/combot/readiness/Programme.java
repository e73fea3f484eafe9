package combot.readiness;

import combot.loadtest.Behaviour;
import combot.loadtest.Plan;
import combot.loadtest.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which load tests a check has, and how long they take. All times are those of people, multiplied
 * by {@code scale}: a step of 150 s takes 15 s.
 *
 * @param scale by which times of people are multiplied, above 0; {@link #USUAL} but in tests
 */
record Programme(Depth depth, Target target, double scale) {

  /** Ten times as fast as people. */
  static final double USUAL = 0.1;

  /** Of a step, for the steps: twice as fast again, so that each sees whole conversations. */
  private static final double FASTER = 2;

  /** Of the whole study's sessions, which are many. */
  private static final double FASTEST = 5;

  private static final List<Integer> FEW = List.of(1, 2, 4, 8, 12, 20, 24, 32, 40, 50, 100, 200);
  private static final List<Integer> ALL =
      List.of(1, 4, 8, 12, 16, 20, 24, 32, 40, 50, 100, 200, 500, 1_000);
  private static final int FEW_SESSIONS = 2;
  private static final int SESSIONS = 20;
  private static final int BURSTS = 4;
  private static final Duration ARRIVAL = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofSeconds(150);
  private static final Duration SOAK = Duration.ofHours(5);
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  /** About what a session takes people. */
  private static final Duration SESSION = Duration.ofSeconds(230);

  /** About what it takes to do what manages memory, and each drill. */
  private static final Duration PROOFS = Duration.ofSeconds(65);

  private static final Duration DRILLS = Duration.ofSeconds(60);

  private static final long MOST_REQUESTS = 5_000_000;

  Programme {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be above 0, was " + scale);
    }
  }

  List<Trial> trials() {
    return switch (depth) {
      case QUICK -> List.of();
      case STANDARD -> List.of(Trial.SESSIONS, Trial.STEPS);
      case FULL -> List.of(Trial.values());
    };
  }

  /** By which times of people are multiplied in a trial. */
  double scale(Trial trial) {
    return switch (trial) {
      case STEPS -> scale / FASTER;
      case CAMPAIGN -> scale / FASTEST;
      case SESSIONS, BURST, SOAK -> scale;
    };
  }

  /** Such as "20 times as fast as people". */
  String pace(Trial trial) {
    return "%.0f times as fast as people".formatted(1 / scale(trial));
  }

  Shape shape(Trial trial) {
    int session = target.session();
    var pause = scaled(PAUSE, scale(trial));
    var within = scaled(ARRIVAL, scale(trial));
    return switch (trial) {
      case SESSIONS ->
          new Shape.Sessions(session, depth == Depth.FULL ? SESSIONS : FEW_SESSIONS, within, pause);
      case STEPS -> new Shape.Steps(steps(), scaled(STEP, scale), pause);
      case BURST -> new Shape.Burst(session, BURSTS, pause);
      case CAMPAIGN -> new Shape.Campaign(target.people(), session, within, pause);
      case SOAK -> new Shape.Soak(session, scaled(SOAK, scale));
    };
  }

  /** Those of the depth, and the target. */
  private List<Integer> steps() {
    var usual = depth == Depth.FULL ? ALL : FEW;
    return Stream.concat(usual.stream(), Stream.of(target.session())).distinct().sorted().toList();
  }

  /** About how long a trial takes. */
  Duration expected(Trial trial) {
    var shape = shape(trial);
    var stage =
        switch (shape) {
          case Shape.Steps steps -> steps.length();
          case Shape.Soak soak -> soak.length();
          default -> scaled(SESSION, scale(trial));
        };
    return stage
        .plus(shape.pause())
        .multipliedBy(shape.stages().size())
        .plus(scaled(WARM_UP, scale));
  }

  /** About how long the whole check takes. */
  Duration expected() {
    var besides =
        switch (depth) {
          case QUICK -> Duration.ZERO;
          case STANDARD -> PROOFS;
          case FULL -> PROOFS.plus(DRILLS);
        };
    return besides.plus(ofTrials());
  }

  private Duration ofTrials() {
    return trials().stream().map(this::expected).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * @param run names the check at the server
   */
  Plan plan(Trial trial, URI url, String key, String run) {
    return new Plan(
        url,
        "",
        key,
        run + "-" + trial,
        shape(trial),
        behaviour(scale(trial)),
        trial.ordinal() + 1L,
        Optional.empty(),
        true,
        scaled(WARM_UP, scale),
        expected(trial).multipliedBy(2).plusMinutes(2),
        MOST_REQUESTS,
        true);
  }

  /** As people are; their networks are as much faster as they are. */
  private static Behaviour behaviour(double scale) {
    var people = Behaviour.lively(scale);
    return new Behaviour(
        people.think(),
        people.typing(),
        scale,
        people.dropOut(),
        people.dropOutStep(),
        people.reload(),
        people.doubleSend(),
        people.slowNetwork(),
        scaled(people.delay(), scale),
        (int) (people.bandwidth() / scale));
  }

  private static Duration scaled(Duration time, double scale) {
    return Duration.ofMillis(Math.round(time.toMillis() * scale));
  }
}
