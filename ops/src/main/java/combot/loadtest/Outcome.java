package combot.loadtest;

import combot.statistics.LittlesLaw;
import combot.statistics.Proportion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a load test found.
 *
 * @param studyVersion as served, SHA-256
 * @param warmUp how the unmeasured stage went, if there was one
 * @param stages one after the other, without the warm-up
 * @param latencies over all stages, by what was asked
 * @param samples of the server and this machine
 * @param cutShort why it ended before it was done; empty: it was done
 * @param purged conversations that were removed at the end; empty: none were to be
 * @param notPurged why some that were to be removed are still there; empty: none are
 */
public record Outcome(
    Plan plan,
    String study,
    String studyVersion,
    Instant began,
    Duration took,
    Optional<StageOutcome> warmUp,
    List<StageOutcome> stages,
    Map<Kind, Latencies> latencies,
    List<Sample> samples,
    Optional<String> cutShort,
    Optional<Long> purged,
    Optional<String> notPurged) {

  public Outcome {
    stages = List.copyOf(stages);
    latencies = Map.copyOf(latencies);
    samples = List.copyOf(samples);
  }

  /**
   * One stage, measured by itself.
   *
   * @param users present at once, at most
   * @param startsAt seconds after the test began
   * @param took the time that was measured: without that in which the participants of a step or
   *     soak come, one after the other
   * @param conversationsPerHour finished in this time
   * @param requestsPerSecond answered or failed in this time
   * @param brokenOff conversations that ended by a failure, or since the stage was over
   * @param wrong requests answered with a status of success and wrong all the same; also in {@code
   *     success}
   * @param unanswered what was asked for and never came: no repetition made it good
   * @param latencies by what was asked, from the first attempt to the answer; {@link Kind#TURN} is
   *     what a participant waits for, {@link Kind#FIRST} those of a burst's moment among them
   * @param sessions how long whole conversations took
   * @param arrivals planned against achieved, in the open model
   * @param little empty in the open model, and where too little was measured
   */
  public record StageOutcome(
      String name,
      int users,
      double startsAt,
      Duration took,
      long begun,
      long finished,
      double conversationsPerHour,
      double requestsPerSecond,
      long droppedOut,
      long brokenOff,
      Optional<Proportion> success,
      long wrong,
      long unanswered,
      List<Failure> failures,
      Map<Kind, Latencies> latencies,
      Latencies all,
      Latencies sessions,
      Optional<Arrivals> arrivals,
      Optional<LittlesLaw> little,
      List<Second> series,
      Reconciled reconciled) {

    public StageOutcome {
      failures = List.copyOf(failures);
      latencies = Map.copyOf(latencies);
      series = List.copyOf(series);
    }

    /** The bot's replies to messages. */
    public Latencies replies() {
      return of(Kind.TURN);
    }

    public Latencies of(Kind kind) {
      return latencies.getOrDefault(kind, Latencies.NONE);
    }

    /** Whether no answer was wrong or missing, and the store holds what was sent. */
    public boolean isRight() {
      return wrong == 0 && unanswered == 0 && reconciled.isRight();
    }

    /** Whether anybody came to the end, or left when they meant to. */
    public boolean isSeenThrough() {
      return finished + droppedOut > 0;
    }
  }

  /**
   * Participants who should have come, and who did.
   *
   * @param withheld who did not come since {@link Shape#MOST} were there
   * @param lateMillis by which they came too late in the mean
   */
  public record Arrivals(long planned, long achieved, long withheld, double lateMillis) {}

  /** How latency and memory changed over the test. */
  public List<Change> changes() {
    return Change.of(this);
  }

  /** Over all stages; empty where nothing was measured. */
  public Optional<Proportion> success() {
    var all = stages.stream().flatMap(stage -> stage.success().stream()).toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Proportion(
                all.stream().mapToLong(Proportion::successes).sum(),
                all.stream().mapToLong(Proportion::trials).sum()));
  }

  /**
   * Stages whose figures say nothing, since nobody came to the end; but for the last of a test that
   * was cut short, if there are others.
   */
  public List<StageOutcome> unseen() {
    boolean halved = cutShort.isPresent() && stages.size() > 1;
    return stages.subList(0, stages.size() - (halved ? 1 : 0)).stream()
        .filter(stage -> !stage.isSeenThrough())
        .toList();
  }

  /**
   * Whether people came to the end, no answer was wrong or missing and no turn lost, doubled or
   * foreign; the warm-up's answers count.
   */
  public boolean isRight() {
    return !stages.isEmpty()
        && unseen().isEmpty()
        && stages.stream().allMatch(StageOutcome::isRight)
        && warmUp.map(StageOutcome::isRight).orElse(true);
  }
}
