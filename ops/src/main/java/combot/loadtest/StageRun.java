package combot.loadtest;

import combot.loadtest.Outcome.Arrivals;
import combot.loadtest.Outcome.StageOutcome;
import combot.loadtest.Scene.Gate;
import combot.statistics.LittlesLaw;
import combot.statistics.Proportion;
import combot.study.Seeds;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Carries out one stage: lets its participants come, and ends it. Used once. */
final class StageRun {

  private static final double NANOS = 1e9;
  private static final long TICK_MILLIS = 1_000;
  private static final int FEW = 20;

  /**
   * Share of a {@link Load.Loop} over which its participants come, so that they do not stay in
   * step; what is measured begins then.
   */
  private static final double RAMP = 0.3;

  private static final double LONGEST_RAMP_SECONDS = 60;

  private final Stage stage;
  private final Scene scene;
  private final long firstNumber;
  private final int bound;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Queue<Transcript> transcripts = new ConcurrentLinkedQueue<>();
  private final Phaser presence = new Phaser();
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final long began = System.nanoTime();
  private long planned;
  private long achieved;
  private long withheld;
  private long lateNanos;
  private long measuredFrom = began;
  private long took;
  private boolean interrupted;
  private volatile boolean over;

  /**
   * @param firstNumber of a participant
   */
  StageRun(Stage stage, Scene scene, long firstNumber) {
    this(stage, scene, firstNumber, Shape.MOST);
  }

  /**
   * @param bound of those who are there at once in the open model, which has none of its own
   */
  StageRun(Stage stage, Scene scene, long firstNumber, int bound) {
    this.stage = stage;
    this.scene = scene;
    this.firstNumber = firstNumber;
    this.bound = bound;
  }

  int present() {
    return present.get();
  }

  Queue<Transcript> transcripts() {
    return transcripts;
  }

  /**
   * Returns when all have left: by themselves, at the end of the stage, at {@code deadline}, or
   * soon after this thread was interrupted.
   *
   * @param deadline {@link System#nanoTime}
   * @param tick called about once a second
   */
  void run(long deadline, Runnable tick) {
    start();
    long length = length().map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
    try {
      awaitAll(began + Math.min(deadline - began, length), tick);
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      // also where the tick failed: nobody else would send them away
      end();
    }
  }

  private void end() {
    long end = System.nanoTime();
    took = Math.max(1, end - measuredFrom);
    scene.recorder().closes(end);
    over = true;
    // One whose start raced with the end would else stay on.
    while (!presence.isTerminated()) {
      threads.forEach(Thread::interrupt);
      try {
        presence.awaitAdvanceInterruptibly(
            presence.getPhase(), TICK_MILLIS / 10, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // those whose request is not answered yet
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }

  /** Whether it was ended by an interruption. */
  boolean isInterrupted() {
    return interrupted;
  }

  private void awaitAll(long end, Runnable tick) throws InterruptedException {
    while (!presence.isTerminated()) {
      long left = Math.ceilDiv(end - System.nanoTime(), 1_000_000L); // never ends early
      if (left <= 0) {
        return;
      }
      try {
        presence.awaitAdvanceInterruptibly(
            presence.getPhase(), Math.min(left, TICK_MILLIS), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        tick.run();
      }
    }
  }

  /** How long it is meant to take; empty: until all are done. */
  private Optional<Duration> length() {
    return switch (stage.load()) {
      case Load.Once _ -> Optional.empty();
      case Load.Loop loop -> Optional.of(loop.length());
      case Load.Open open -> Optional.of(open.length());
    };
  }

  private void start() {
    presence.register();
    switch (stage.load()) {
      case Load.Once once -> once(once);
      case Load.Loop loop -> loop(loop);
      case Load.Open open -> come(() -> arrivals(open));
    }
    presence.arriveAndDeregister();
  }

  private void once(Load.Once once) {
    var gate =
        once.firstMessages()
            ? Optional.of(new Gate(new CountDownLatch(once.users()), once.within().toNanos()))
            : Optional.<Gate>empty();
    for (int i = 0; i < once.users(); i++) {
      long number = firstNumber + i;
      long arrival = gate.isPresent() ? began : began + once.within().toNanos() * i / once.users();
      come(() -> converse(number, arrival, gate));
    }
  }

  private void loop(Load.Loop loop) {
    double ramp = Math.min(loop.length().toNanos() * RAMP, LONGEST_RAMP_SECONDS * NANOS);
    measuredFrom = began + (long) ramp;
    scene.recorder().opens(measuredFrom);
    for (int i = 0; i < loop.users(); i++) {
      long first = firstNumber + i;
      long arrival = began + (long) (ramp * i / loop.users());
      come(() -> {
        converse(first, arrival, Optional.empty());
        for (long next = first + loop.users(); !isOver(); next += loop.users()) {
          converse(next, System.nanoTime(), Optional.empty());
        }
      });
    }
  }

  private void arrivals(Load.Open open) {
    var random = Seeds.random(scene.seed(), "arrivals", 0);
    boolean comes = true;
    for (double at = next(0, open, random); isDue(at, open, comes); at = next(at, open, random)) {
      planned++;
      long due = began + (long) (at * NANOS);
      comes = comes && !isOver() && slept(due);
      // this thread is one of those registered
      if (comes && presence.getRegisteredParties() > bound) {
        withheld++;
      } else if (comes) {
        achieved++;
        lateNanos += System.nanoTime() - due;
        long number = firstNumber + planned - 1;
        come(() -> converse(number, due, Optional.empty()));
      }
    }
  }

  /** By a Poisson process. */
  private static double next(double at, Load.Open open, RandomGenerator random) {
    return at - Math.log(1 - random.nextDouble()) / open.rate();
  }

  /** Once nobody comes any more, those count who should have come until now. */
  private boolean isDue(double at, Load.Open open, boolean comes) {
    double length = open.length().toNanos() / NANOS;
    return at < (comes ? length : Math.min(length, (System.nanoTime() - began) / NANOS));
  }

  private static boolean slept(long due) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isOver() {
    return over || Thread.currentThread().isInterrupted() || scene.requestsLeft().get() <= 0;
  }

  private void come(Runnable what) {
    presence.register();
    Thread.ofVirtual()
        .start(() -> {
          threads.add(Thread.currentThread());
          try {
            if (!over) {
              what.run();
            }
          } finally {
            threads.remove(Thread.currentThread());
            presence.arriveAndDeregister();
          }
        });
  }

  private void converse(long number, long arrival, Optional<Gate> gate) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, arrival - System.nanoTime())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      gate.ifPresent(it -> it.parties().countDown());
      return;
    }
    most.accumulateAndGet(present.incrementAndGet(), Math::max);
    try {
      transcripts.add(new Participant(scene, number).converse(arrival, gate));
    } finally {
      present.decrementAndGet();
    }
  }

  /** What was measured. */
  StageOutcome outcome(double startsAt, Reconciled reconciled) {
    var measured = scene.recorder().measured();
    return new StageOutcome(
        stage.name(),
        most.get(),
        startsAt,
        Duration.ofNanos(took),
        measured.begun(),
        measured.finished(),
        measured.finishedInWindow() / (took / NANOS) * 3_600,
        measured.inWindow() / (took / NANOS),
        measured.droppedOut(),
        measured.brokenOff(),
        measured.requests() == 0
            ? Optional.empty()
            : Optional.of(
                new Proportion(measured.requests() - measured.failed(), measured.requests())),
        measured.wrong(),
        measured.unanswered(),
        measured.failures(),
        measured.kinds(),
        measured.all(),
        measured.sessions(),
        stage.load() instanceof Load.Open
            ? Optional.of(
                new Arrivals(planned, achieved, withheld, lateNanos / 1e6 / Math.max(1, achieved)))
            : Optional.empty(),
        little(measured, took / NANOS),
        measured.series(),
        reconciled);
  }

  /**
   * Time-averaged presence against throughput, latency and the think time that was meant. In the
   * open model it would hold whatever was measured: there each request is meant to begin when the
   * one before it ended.
   */
  private Optional<LittlesLaw> little(Recorder.Measured measured, double seconds) {
    long requests = measured.inWindow();
    if (scene.open() || requests < FEW || seconds <= 0) {
      return Optional.empty();
    }
    var sums = measured.sums();
    return Optional.of(
        new LittlesLaw(
            sums.presentNanos() / NANOS / seconds,
            requests / seconds,
            sums.latencyNanos() / NANOS / requests,
            sums.thoughtNanos() / NANOS / requests));
  }
}
