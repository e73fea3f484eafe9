package combot.upkeep;

import combot.chat.Admission;
import combot.classifier.CachedClassifier;
import combot.classifier.ReloadableClassifier;
import combot.memory.Action;
import combot.memory.JavaHeap;
import combot.memory.JvmMemory;
import combot.memory.Level;
import combot.memory.MachineMemory;
import combot.memory.ModelState;
import combot.memory.NativeHeap;
import combot.memory.NextSession;
import combot.memory.ProcessMemory;
import combot.memory.Sample;
import combot.memory.SampleFile;
import combot.memory.Samples;
import combot.memory.Thresholds;
import combot.memory.Watch;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Measures this process every few seconds and does what is due. Decisions are made by {@link Watch}
 * and {@link NextSession}; here they are carried out, on one thread of its own, and logged with
 * figures before and after.
 */
public final class Upkeep implements Admission, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Upkeep.class);

  /** Four hours of samples every five seconds. */
  private static final int SAMPLES = 2_880;

  /** Nobody for so long is idle enough to unload the model where memory is short. */
  private static final Duration IDLE_WHEN_SHORT = Duration.ofMinutes(1);

  /** Nobody for so long is idle enough for a rehearsal. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** Whether the next session may start may change with every sample. */
  private static final Duration TELLS_EVERY = Duration.ofMinutes(1);

  /**
   * @param idle how long nobody was there before the model is unloaded, above 0
   * @param every how often is measured, above 0
   */
  public record Policy(Thresholds thresholds, Duration idle, Duration every) {
    public Policy {
      if (!idle.isPositive()) {
        throw new IllegalArgumentException("idle must be > 0, was " + idle);
      }
      if (!every.isPositive()) {
        throw new IllegalArgumentException("every must be > 0, was " + every);
      }
    }
  }

  private final Policy policy;
  private final ReloadableClassifier model;
  private final CachedClassifier scores;
  private final Activity activity;
  private final Predicate<Duration> spoken;
  private final SampleFile file;
  private final Supplier<MachineMemory> machine;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Samples samples = new Samples(SAMPLES);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upkeep").factory());
  private volatile Watch watch = Watch.START;
  private volatile boolean held;
  private boolean mayStart = true;
  private long toldAt;
  private boolean fileFails;

  /**
   * @param spoken whether anybody said something within that time, to any process; may fail
   * @param file where samples outlive the process
   * @param machine {@link MachineMemory#now} but in tests
   * @param nanos {@link System#nanoTime} but in tests
   */
  public Upkeep(
      Policy policy,
      ReloadableClassifier model,
      CachedClassifier scores,
      Activity activity,
      Predicate<Duration> spoken,
      SampleFile file,
      Supplier<MachineMemory> machine,
      InstantSource clock,
      LongSupplier nanos) {
    this.policy = policy;
    this.model = model;
    this.scores = scores;
    this.activity = activity;
    this.spoken = spoken;
    this.file = file;
    this.machine = machine;
    this.clock = clock;
    this.nanos = nanos;
    this.toldAt = nanos.getAsLong() - TELLS_EVERY.toNanos();
  }

  /** Tells what was measured. */
  public void bindTo(PrometheusRegistry registry) {
    MemoryMetrics.bind(registry, this);
  }

  /** Begins to look, at once and then every few seconds. */
  public void start() {
    thread.scheduleWithFixedDelay(
        this::lookSafely, 0, policy.every().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A failure is logged, and the next look is taken all the same. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("memory could not be looked after", e);
    }
  }

  /** Measures, and does what is due. */
  void look() {
    var sample = keep(read());
    var before = watch;
    watch =
        before.next(
            policy.thresholds(),
            sample.machine().usedPercent(),
            Duration.ofNanos(nanos.getAsLong()));
    tellLevel(before.level(), watch.level(), sample);
    watch.due().forEach(this::carryOut);
    unloadAfter(policy.idle());
    tellNextSession();
  }

  private Sample read() {
    try {
      long pid = ProcessHandle.current().pid();
      return new Sample(
          clock.instant(),
          pid,
          ProcessMemory.of(pid),
          machine.get(),
          JvmMemory.now(),
          model.state(),
          activity.quiet(),
          activity.visits());
    } catch (IOException e) {
      throw new UncheckedIOException("this process can't be measured", e);
    }
  }

  private Sample keep(Sample sample) {
    samples.add(sample);
    try {
      file.add(sample);
      fileFails = false;
    } catch (IOException e) {
      if (!fileFails) {
        LOG.warnf("samples of memory are not kept over a restart: %s", e.toString());
      }
      fileFails = true;
    }
    return sample;
  }

  private static void tellLevel(Level before, Level now, Sample sample) {
    if (before == now) {
      return;
    }
    var level = now.admits() ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "memory level %s, was %s: %s", now, before, Figures.of(sample));
    if (before.admits() != now.admits()) {
      LOG.logf(
          level,
          now.admits() ? "newcomers are let in again" : "newcomers are asked to come back later");
    }
  }

  private void carryOut(Action action) {
    switch (action) {
      case CLEAN_CACHES -> clean();
      case UNLOAD_IF_IDLE ->
          unloadAfter(
              policy.idle().compareTo(IDLE_WHEN_SHORT) < 0 ? policy.idle() : IDLE_WHEN_SHORT);
      case RECYCLE ->
          LOG.errorf(
              "this process should be replaced, './combot recycle' does it: %s",
              Figures.of(read()));
    }
  }

  private void clean() {
    long texts = scores.counts().texts();
    if (texts == 0) {
      return;
    }
    var before = read();
    scores.clear();
    LOG.infof("score cache cleared of %d texts: %s", texts, Figures.change(before, read()));
  }

  /**
   * Gives back what memory is not needed now: the score cache and, where nobody was there for a
   * minute, the model and what the Java heap has free.
   *
   * @return what came of it, in one line
   */
  public String cleanUp() {
    return CompletableFuture.supplyAsync(this::cleanUpNow, thread).join();
  }

  private String cleanUpNow() {
    var before = read();
    long visits = activity.visits();
    var did = new ArrayList<String>();
    did.add(scores.clearEverywhere());
    if (somebodyWasHere(IDLE_WHEN_SHORT)) {
      did.add("the rest stays, since somebody was here within the last minute");
    } else if (model.unload()) {
      did.add("model unloaded");
    } else {
      JavaHeap.shrink();
      NativeHeap.trim();
    }
    if (activity.visits() != visits) {
      model.wake(); // who came meanwhile found it still there
    }
    did.add(Figures.gain(before, keep(read())));
    var told = String.join("; ", did);
    LOG.info("asked to clean up: " + told);
    return told;
  }

  /**
   * A level of memory as it was rehearsed.
   *
   * @param percent of the machine's memory that was imagined in use
   * @param due what the level asks for; to replace the process is left to the imagination
   * @param texts remembered before and after
   * @param model before and after
   * @param bytes that this process takes before and after
   */
  public record Rehearsed(
      double percent,
      Level level,
      boolean admitsNewcomers,
      Set<Action> due,
      List<Long> texts,
      List<ModelState> model,
      List<Long> bytes) {}

  /**
   * Acts as if memory grew short, level by level: caches are cleared, the model is unloaded,
   * newcomers are kept out, for a moment. Then all goes on as before, as the real memory asks for;
   * the model is loaded again when somebody comes.
   *
   * @throws IllegalStateException if somebody was here within five seconds, or said something to
   *     any process within a minute, whom it might disturb; or if newcomers are kept out as it is
   */
  public List<Rehearsed> rehearse() {
    try {
      return CompletableFuture.supplyAsync(this::rehearseNow, thread).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IllegalStateException refused ? refused : e;
    }
  }

  private List<Rehearsed> rehearseNow() {
    refuseToDisturb();
    var real = watch;
    var steps = new ArrayList<Rehearsed>();
    try {
      watch = Watch.START;
      for (double percent : policy.thresholds().all()) {
        steps.add(rehearse(percent));
      }
    } finally {
      watch = real;
      look();
    }
    return steps;
  }

  private void refuseToDisturb() {
    if (activity.quiet().compareTo(QUIET) < 0) {
      throw new IllegalStateException(
          "somebody was here within the last %d s".formatted(QUIET.toSeconds()));
    }
    if (somebodySpoke(IDLE_WHEN_SHORT)) {
      throw new IllegalStateException("somebody said something within the last minute");
    }
    if (!level().admits()) {
      throw new IllegalStateException(
          "memory is short already, its level is %s".formatted(level()));
    }
  }

  private Rehearsed rehearse(double percent) {
    var before = read();
    long texts = scores.counts().texts();
    watch = watch.next(policy.thresholds(), percent, Duration.ofNanos(nanos.getAsLong()));
    if (watch.due().contains(Action.CLEAN_CACHES)) {
      clean();
    }
    if (watch.due().contains(Action.UNLOAD_IF_IDLE)) {
      unloadAfter(QUIET);
    }
    var after = read();
    return new Rehearsed(
        percent,
        level(),
        admitsNewcomers(),
        watch.due(),
        List.of(texts, scores.counts().texts()),
        List.of(before.model(), after.model()),
        List.of(before.process().bytes(), after.process().bytes()));
  }

  /** A process that has just replaced another knows of nobody yet, but the record does. */
  private boolean somebodyWasHere(Duration within) {
    return activity.visits() > 0 && activity.quiet().compareTo(within) < 0 || somebodySpoke(within);
  }

  /** Where the record does not tell, somebody may have. */
  private boolean somebodySpoke(Duration within) {
    try {
      return spoken.test(within);
    } catch (RuntimeException e) {
      LOG.warnf("whether somebody is under way can't be told: %s", e.getMessage());
      return true;
    }
  }

  private void unloadAfter(Duration idle) {
    if (activity.quiet().compareTo(idle) < 0 || model.state() != ModelState.LOADED) {
      return;
    }
    var before = read();
    long visits = activity.visits();
    if (model.unload()) {
      LOG.infof("model unloaded: %s", Figures.change(before, keep(read())));
    }
    if (activity.visits() != visits) {
      model.wake(); // who came meanwhile found it still there
    }
  }

  private void tellNextSession() {
    var next = nextSession();
    long now = nanos.getAsLong();
    if (next.ready() != mayStart && now - toldAt >= TELLS_EVERY.toNanos()) {
      mayStart = next.ready();
      toldAt = now;
      LOG.infof(
          "the next session %s: %s",
          mayStart ? "may start" : "must wait", String.join("; ", next.reasons()));
    }
  }

  /** Whether the next session may start now. */
  NextSession nextSession() {
    return NextSession.judge(samples.all(), level(), policy.idle());
  }

  Level level() {
    return watch.level();
  }

  /** The last reading; empty before the first. */
  Optional<Sample> last() {
    return samples.last();
  }

  /** Keeps newcomers out, whatever the memory; or no longer. */
  public void hold(boolean out) {
    held = out;
  }

  @Override
  public boolean admitsNewcomers() {
    return !held && level().admits();
  }

  @Override
  public void close() {
    thread.close();
  }
}
