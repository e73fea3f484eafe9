package combot.loadtest;

import combot.loadtest.Listener.Progress;
import combot.loadtest.Outcome.StageOutcome;
import combot.study.Seeds;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Sends virtual participants to a server, judges each answer, and compares what was sent with what
 * is stored. One at a time: {@link #run}.
 */
public final class LoadTest {

  private static final String STOPPED = "It was stopped.";
  private static final double NANOS = 1e9;
  private static final int WARM_UP_USERS = 4;
  private static final long NUMBERS_OF_A_STAGE = 1_000_000_000L;

  private final Plan plan;
  private final Listener listener;
  private final Wire wire;
  private final Server server;
  private final long began = System.nanoTime();
  private final Instant beganAt = Instant.now();
  private final AtomicLong requestsLeft;
  private final long deadline;
  private final List<String> runs = new ArrayList<>();
  private final List<StageOutcome> stages = new ArrayList<>();
  private final Recorder total = new Recorder();
  private Server.Served served;
  private Allowed allowed;
  private LongFunction<Complaint> complaints;
  private Optional<String> cutShort = Optional.empty();
  private Optional<String> notPurged = Optional.empty();
  private volatile StageRun current;

  private LoadTest(Plan plan, Listener listener, Wire wire) {
    this.plan = plan;
    this.listener = listener;
    this.wire = wire;
    this.server = new Server(wire, plan.key(), Server.LONGEST);
    this.requestsLeft = new AtomicLong(plan.most());
    this.deadline = began + plan.longest().toNanos();
  }

  /**
   * Runs the plan; returns when all participants have left and all is compared. Interrupt the
   * calling thread to end early: it returns soon, no longer interrupted, with what was found so
   * far, and {@link Outcome#cutShort} says so.
   *
   * @throws LoadTestException if the server can't be reached, has no such study or refuses the key;
   *     what fails later is in the outcome
   */
  public static Outcome run(Plan plan, Listener listener) {
    try (var wire = new Wire(plan.target())) {
      return new LoadTest(plan, listener, wire).run();
    } finally {
      listener.end();
    }
  }

  /**
   * Removes all that load tests stored at the server; returns the number of conversations.
   *
   * @throws LoadTestException as {@link #run}
   */
  public static long purge(URI target, String key) {
    try (var wire = new Wire(target)) {
      return new Server(wire, key, Server.LONGEST).purge();
    }
  }

  /** Whether the address is this machine's own. */
  public static boolean isLoopback(URI target) {
    try {
      return InetAddress.getByName(target.getHost()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private Outcome run() {
    served = server.study(plan.study().isEmpty() ? server.firstStudy() : plan.study());
    allowed = new Allowed(served.study(), Script.of(served.study()));
    complaints = complaints();
    var warmUp = Optional.<StageOutcome>empty();
    List<Sample> samples;
    try (var sampler = new Sampler(wire, isLoopback(plan.target()), this::present, began)) {
      if (!plan.warmUp().isZero()) {
        var stage = new Stage("warm-up", new Load.Loop(WARM_UP_USERS, plan.warmUp()));
        warmUp = Optional.of(stage(stage, 0, Behaviour.calm(0)));
      }
      stages();
      samples = sampler.samples();
    }
    var purged = plan.purge() ? Optional.of(removed()) : Optional.<Long>empty();
    // Last, since an interrupted thread could not write the report.
    if (Thread.interrupted() && cutShort.isEmpty()) {
      cutShort = Optional.of(STOPPED);
    }
    return new Outcome(
        plan,
        served.study().id(),
        served.version(),
        beganAt,
        Duration.ofNanos(System.nanoTime() - began),
        warmUp,
        stages,
        total.measured().kinds(),
        samples,
        cutShort,
        purged,
        notPurged);
  }

  private LongFunction<Complaint> complaints() {
    var texts =
        plan.complaints()
            .map(file -> Complaints.read(file, served.study().classes().keySet()))
            .orElseGet(Complaints::bundled);
    return plan.newTexts()
        ? number -> texts.freshAt(plan.seed(), number)
        : number -> texts.at(plan.seed(), number);
  }

  private int present() {
    var stage = current;
    return stage == null ? 0 : stage.present();
  }

  private long removed() {
    long removed = 0;
    try {
      for (var run : runs) {
        removed += server.purge(run);
      }
    } catch (LoadTestException e) {
      notPurged = Optional.of(e.getMessage());
    }
    return removed;
  }

  private void stages() {
    var planned = plan.shape().stages();
    for (int i = 0; i < planned.size() && cutShort.isEmpty(); i++) {
      if (i > 0) {
        pause();
      }
      if (cutShort.isEmpty()) {
        stages.add(stage(planned.get(i), i + 1, plan.behaviour()));
      }
    }
  }

  private void pause() {
    long left = deadline - System.nanoTime();
    try {
      Thread.sleep(Duration.ofNanos(Math.min(plan.shape().pause().toNanos(), left)));
      endsAtBound();
    } catch (InterruptedException _) {
      stopped();
    }
  }

  private void stopped() {
    cutShort = Optional.of(STOPPED);
    server.hurry();
  }

  private void endsAtBound() {
    if (requestsLeft.get() <= 0) {
      cutShort = Optional.of(Figure.format("It reached its bound of %,d requests.", plan.most()));
    } else if (System.nanoTime() >= deadline) {
      cutShort = Optional.of("It reached its bound of " + Figure.time(plan.longest()) + ".");
    }
  }

  private StageOutcome stage(Stage stage, int number, Behaviour behaviour) {
    var run = plan.run() + "-" + number;
    runs.add(run);
    var scene =
        new Scene(
            served.study(),
            allowed,
            behaviour,
            Seeds.mix(plan.seed(), "stage", number),
            plan.key(),
            run,
            wire,
            new Recorder(),
            requestsLeft,
            stage.load() instanceof Load.Open,
            complaints);
    var stageRun = new StageRun(stage, scene, number * NUMBERS_OF_A_STAGE);
    current = stageRun;
    double startsAt = (System.nanoTime() - began) / NANOS;
    stageRun.run(deadline, () -> listener.hear(progress(stage, number, scene, startsAt)));
    if (stageRun.isInterrupted()) {
      stopped();
    } else {
      endsAtBound();
    }
    if (number > 0) {
      total.addTimes(scene.recorder());
    }
    return stageRun.outcome(startsAt, reconciled(run, stageRun));
  }

  private Reconciled reconciled(String run, StageRun stageRun) {
    var reconciliation =
        new Reconciliation(served.study(), allowed, served.version(), run, stageRun.transcripts());
    try {
      server.conversations(run, reconciliation::take);
      return reconciliation.result();
    } catch (LoadTestException e) {
      return Reconciled.notCompared(e.getMessage());
    }
  }

  private Progress progress(Stage stage, int number, Scene scene, double startsAt) {
    double now = (System.nanoTime() - began) / NANOS;
    var measured = scene.recorder();
    int of = plan.shape().stages().size();
    return new Progress(
        stage.name(),
        number,
        of,
        Duration.ofMillis((long) (now * 1_000)),
        left(number, of, now - startsAt),
        measured.finished(),
        measured.requests(),
        measured.failed(),
        measured.replies());
  }

  /** By the lengths of stages that have one, else by those that are done. */
  private Optional<Duration> left(int number, int of, double inStage) {
    var planned = plan.shape().stages();
    double left = plan.shape().pause().toMillis() / 1e3 * (of - Math.max(number, 1));
    for (int i = Math.max(number, 1) - 1; i < of; i++) {
      var length = length(planned.get(i).load());
      if (length.isEmpty()) {
        return Optional.empty();
      }
      left += length.get();
    }
    left -= number == 0 ? 0 : inStage;
    return Optional.of(Duration.ofMillis((long) (Math.max(0, left) * 1_000)));
  }

  /** Seconds. */
  private Optional<Double> length(Load load) {
    return switch (load) {
      case Load.Loop loop -> Optional.of(loop.length().toMillis() / 1e3);
      case Load.Open open -> Optional.of(open.length().toMillis() / 1e3);
      case Load.Once _ ->
          stages.isEmpty()
              ? Optional.empty()
              : Optional.of(stages.getLast().took().toMillis() / 1e3);
    };
  }
}
