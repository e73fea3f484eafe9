package combot.bench;

import java.util.Optional;
import java.util.function.Supplier;

/** The crowd of one scenario, measured from its first request to the end of its extent. */
final class Load implements Crowd {

  private final Extent extent;
  private final Supplier<Script> scripts;
  private final Supplier<Cpu> cpu;
  private final Tally tally = new Tally();
  private Cpu before;
  private Cpu after;
  private volatile long begun;
  private long beganAt;
  private long lastAt;
  private long endedAt;
  private boolean ended;
  private volatile boolean stopped;
  private volatile long failed;

  /**
   * @param scripts gives the next participant's
   * @param cpu reads the processor times so far
   */
  Load(Extent extent, Supplier<Script> scripts, Supplier<Cpu> cpu) {
    this.extent = extent;
    this.scripts = scripts;
    this.cpu = cpu;
  }

  /** Ends it before its time, from any thread: nobody follows any more. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Failures so far, told to any thread. */
  long failed() {
    return failed;
  }

  /** Conversations begun so far, told to any thread. */
  long begun() {
    return begun;
  }

  @Override
  public void begins(long nanoTime) {
    before = cpu.get();
    beganAt = nanoTime;
    lastAt = nanoTime;
  }

  @Override
  public Optional<Script> next(long nanoTime) {
    if (isOver(nanoTime) || extent.conversations().filter(most -> begun >= most).isPresent()) {
      return Optional.empty();
    }
    begun++;
    return Optional.of(scripts.get());
  }

  @Override
  public void succeeded(Kind kind, long nanos, long nanoTime) {
    if (!isOver(nanoTime)) {
      tally.succeeded(kind, nanos);
      lastAt = nanoTime;
    }
  }

  /** Failures count to the very end: a lost answer is lost, whenever it was. */
  @Override
  public void failed(Kind kind, String why, String excerpt, long nanoTime) {
    tally.failed(kind, why, excerpt);
    failed++;
    if (!isOver(nanoTime)) {
      lastAt = nanoTime;
    }
  }

  private boolean isOver(long nanoTime) {
    if (!ended && (stopped || nanoTime - beganAt > extent.time().toNanos())) {
      end(nanoTime);
    }
    return ended;
  }

  private void end(long nanoTime) {
    ended = true;
    endedAt = nanoTime;
    after = cpu.get();
  }

  /** What was measured. To be asked when the loop has ended. */
  Measured measured(Scenario scenario) {
    if (!ended) {
      end(lastAt);
    }
    return new Measured(scenario, tally, (endedAt - beganAt) / 1e9, after.since(before));
  }
}
