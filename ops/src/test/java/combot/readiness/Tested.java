package combot.readiness;

import combot.loadtest.Kind;
import combot.loadtest.Latencies;
import combot.loadtest.Outcome;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Reconciled;
import combot.loadtest.Sample;
import combot.loadtest.Second;
import combot.loadtest.Shape;
import combot.statistics.LittlesLaw;
import combot.statistics.Proportion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Load tests as a test wants their outcome. */
final class Tested {

  static final Programme FULL = new Programme(Depth.FULL, new Target(1_000, 20), Programme.USUAL);

  private static final Reconciled STORED = stored(0, 0, 0, 0);

  private Tested() {}

  /** All well, but for what a test then says. */
  record Stage(
      double p95,
      long failed,
      long wrong,
      long unanswered,
      double deviation,
      double rate,
      Reconciled stored,
      long replies) {

    static final Stage WELL = new Stage(50, 0, 0, 0, 0, 10, STORED, 100);

    Stage p95(double other) {
      return new Stage(other, failed, wrong, unanswered, deviation, rate, stored, replies);
    }

    Stage failed(long other) {
      return new Stage(p95, other, wrong, unanswered, deviation, rate, stored, replies);
    }

    Stage wrong(long other) {
      return new Stage(p95, failed, other, unanswered, deviation, rate, stored, replies);
    }

    Stage unanswered(long other) {
      return new Stage(p95, failed, wrong, other, deviation, rate, stored, replies);
    }

    Stage deviation(double other) {
      return new Stage(p95, failed, wrong, unanswered, other, rate, stored, replies);
    }

    Stage rate(double other) {
      return new Stage(p95, failed, wrong, unanswered, deviation, other, stored, replies);
    }

    Stage stored(Reconciled other) {
      return new Stage(p95, failed, wrong, unanswered, deviation, rate, other, replies);
    }

    Stage replies(long other) {
      return new Stage(p95, failed, wrong, unanswered, deviation, rate, stored, other);
    }

    StageOutcome outcome(int users, double startsAt, List<Second> series) {
      var times = new Latencies(replies, p95 / 2, p95 / 2, p95, p95, p95 * 2, p95 * 3);
      return new StageOutcome(
          users + " users",
          users,
          startsAt,
          Duration.ofSeconds(series.isEmpty() ? 10 : series.getLast().at() + 1),
          40,
          40,
          3_600,
          rate,
          0,
          0,
          Optional.of(new Proportion(1_000 - failed, 1_000)),
          wrong,
          unanswered,
          List.of(),
          Map.of(Kind.TURN, times, Kind.FIRST, times),
          times,
          new Latencies(40, 20_000, 20_000, 22_000, 22_000, 23_000, 24_000),
          Optional.empty(),
          Optional.of(new LittlesLaw(10, 10 * (1 - deviation), 0.5, 0.5)),
          series,
          stored);
    }
  }

  /** The same where a language model took these times. */
  static StageOutcome withModel(StageOutcome stage, Latencies model) {
    return new StageOutcome(
        stage.name(),
        stage.users(),
        stage.startsAt(),
        stage.took(),
        stage.begun(),
        stage.finished(),
        stage.conversationsPerHour(),
        stage.requestsPerSecond(),
        stage.droppedOut(),
        stage.brokenOff(),
        stage.success(),
        stage.wrong(),
        stage.unanswered(),
        stage.failures(),
        Map.of(Kind.TURN, stage.replies(), Kind.MODEL, model),
        stage.all(),
        stage.sessions(),
        stage.arrivals(),
        stage.little(),
        stage.series(),
        stage.reconciled());
  }

  static Reconciled stored(long lost, long doubled, long wrong, long disagreeing) {
    return new Reconciled(
        40, 280, lost, doubled, 0, wrong, 0, 40, 40 - disagreeing, List.of(), Optional.empty());
  }

  static Outcome outcome(
      Trial trial, List<StageOutcome> stages, List<Sample> samples, Optional<String> cutShort) {
    var times = stages.isEmpty() ? Map.<Kind, Latencies>of() : stages.getFirst().latencies();
    return outcome(trial, stages, times, samples, cutShort);
  }

  /** All well, with these times. */
  static Outcome timed(Trial trial, Map<Kind, Latencies> times) {
    var stages = List.of(Stage.WELL.outcome(20, 0, List.of()));
    return outcome(trial, stages, times, List.of(), Optional.empty());
  }

  private static Outcome outcome(
      Trial trial,
      List<StageOutcome> stages,
      Map<Kind, Latencies> times,
      List<Sample> samples,
      Optional<String> cutShort) {
    return new Outcome(
        FULL.plan(trial, URI.create("http://127.0.0.1:1"), "key", "run"),
        "study",
        "version",
        Looked.NOW,
        Duration.ofMinutes(1),
        Optional.empty(),
        stages,
        times,
        samples,
        cutShort,
        Optional.of(0L),
        Optional.empty());
  }

  /** A trial of one stage. */
  static Loads of(Trial trial, Stage stage) {
    return loads(
        outcome(trial, List.of(stage.outcome(20, 0, List.of())), List.of(), Optional.empty()),
        trial);
  }

  static Loads loads(Outcome outcome, Trial trial) {
    return new Loads(FULL, Map.of(trial, outcome), Map.of(), List.of());
  }

  /** A step test of these, and which ended early in the next. */
  static Loads stopped(Stage... steps) {
    return steps(Optional.of("It was stopped."), steps);
  }

  /** A step test whose first steps are these and that has no others. */
  static Loads steps(Stage... steps) {
    return steps(Optional.empty(), steps);
  }

  private static Loads steps(Optional<String> cutShort, Stage... steps) {
    var users = ((Shape.Steps) FULL.shape(Trial.STEPS)).users();
    var stages = new ArrayList<StageOutcome>();
    int count = steps.length + (cutShort.isPresent() ? 1 : 0);
    for (int i = 0; i < count; i++) {
      var stage = i < steps.length ? steps[i] : Stage.WELL;
      stages.add(stage.outcome(users.get(i), 20.0 * i, List.of()));
    }
    return loads(outcome(Trial.STEPS, stages, List.of(), cutShort), Trial.STEPS);
  }

  /** An endurance test of half an hour, in which both figures grow by so many percent. */
  static Loads soak(double slower, double larger) {
    return soak(slower, larger, larger, 30);
  }

  /**
   * The same.
   *
   * @param gateway percent by which the gateway's memory grows
   * @param told minutes over which anything is told
   */
  static Loads soak(double slower, double larger, double gateway, int told) {
    int minutes = 30;
    var series =
        IntStream.range(0, minutes)
            .mapToObj(i ->
                new Second(
                    60L * i,
                    100,
                    i < told ? 100 : 0,
                    50 * (1 + slower / 100 * i / minutes) + i % 3 * 0.01))
            .toList();
    var samples =
        IntStream.range(0, told)
            .mapToObj(i ->
                new Sample(
                    60.0 * i,
                    20,
                    Map.of(
                        "memory.all",
                        4e8 * (1 + larger / 100 * i / minutes) + i % 3,
                        "memory.gateway",
                        1e8 * (1 + gateway / 100 * i / minutes) + i % 3)))
            .toList();
    return loads(
        outcome(Trial.SOAK, List.of(Stage.WELL.outcome(20, 0, series)), samples, Optional.empty()),
        Trial.SOAK);
  }
}
