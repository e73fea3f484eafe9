package combot.readiness;

import combot.loadtest.Behaviour;
import combot.loadtest.Listener;
import combot.loadtest.LoadTest;
import combot.loadtest.LoadTestException;
import combot.loadtest.Outcome;
import combot.loadtest.Plan;
import combot.loadtest.Shape;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Virtual participants, who come through the gateway and are removed again with all they said.
 * Nobody is sent while people take part.
 *
 * @param loadTest {@link LoadTest#run} but in tests
 */
record UnderLoad(BiFunction<Plan, Listener, Outcome> loadTest) {

  static final UnderLoad REAL = new UnderLoad(LoadTest::run);

  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final long MOST_REQUESTS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Enough that each worker has several requests at any moment, and few for a small machine. */
  private static final Shape ARRIVALS = new Shape.Arrivals(5, LONGEST);

  private static final double TIME_SCALE = 0.02;
  private static final long SOME = 3;

  /** What is done while they are there. */
  interface Deed<T> {
    T act() throws Unmeasured;
  }

  /** What they saw, and what came of the deed. */
  record Seen<T>(Outcome load, T result) {}

  /** Whether they are there, and go on. */
  private static final class Pulse implements Listener {
    private long finished;

    @Override
    public synchronized void hear(Progress progress) {
      finished = progress.conversations();
      notifyAll();
    }

    @Override
    public synchronized void end() {
      finished = Long.MAX_VALUE;
      notifyAll();
    }

    /** Returns when some more have conversed to the end than at the call, or nobody will. */
    synchronized void beat() throws Unmeasured {
      long enough = finished == Long.MAX_VALUE ? finished : finished + SOME;
      long until = System.nanoTime() + PATIENCE.toNanos();
      try {
        while (finished < enough) {
          long left = (until - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            throw new Unmeasured(
                "virtual participants do not get to the end of a conversation within %d s"
                    .formatted(PATIENCE.toSeconds()));
          }
          wait(left);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  /** Runs to the end of a shape. */
  Outcome run(Context context, Shape shape, double timeScale, Listener listener) throws Unmeasured {
    Participants.refuseToDisturb(context);
    try {
      var outcome = loadTest.apply(plan(context, shape, timeScale), listener);
      if (outcome.cutShort().isPresent()) {
        throw interrupted();
      }
      return outcome;
    } catch (LoadTestException e) {
      throw new Unmeasured(e.getMessage());
    }
  }

  /** A few people a second come from before the deed until after it. */
  <T> Seen<T> during(Context context, Deed<T> deed) throws Unmeasured {
    Participants.refuseToDisturb(context);
    var plan = plan(context, ARRIVALS, TIME_SCALE);
    var pulse = new Pulse();
    var load = new CompletableFuture<Outcome>();
    var thread = Thread.ofPlatform().daemon().name("load").start(() -> run(plan, pulse, load));
    T result;
    try {
      pulse.beat();
      result = deed.act();
      pulse.beat();
    } finally {
      thread.interrupt();
      leave(load);
    }
    return new Seen<>(of(load), result);
  }

  private void run(Plan plan, Pulse pulse, CompletableFuture<Outcome> load) {
    try {
      load.complete(loadTest.apply(plan, pulse));
    } catch (RuntimeException | Error e) {
      load.completeExceptionally(e);
    } finally {
      pulse.end();
    }
  }

  /** Waits until they are gone, and what they stored. */
  private static void leave(CompletableFuture<Outcome> load) throws Unmeasured {
    boolean stopped = Thread.interrupted(); // they are waited for all the same
    try {
      load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // told by the one who wants the outcome
    } catch (TimeoutException e) {
      throw new Unmeasured("the load test did not end within " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Outcome of(CompletableFuture<Outcome> load) throws Unmeasured {
    try {
      return load.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LoadTestException told) {
        throw new Unmeasured(told.getMessage());
      }
      throw e;
    }
  }

  private static Unmeasured interrupted() {
    Thread.currentThread().interrupt();
    return new Unmeasured("the check was stopped before");
  }

  private static Plan plan(Context context, Shape shape, double timeScale) throws Unmeasured {
    return new Plan(
        URI.create(context.running().url()),
        "",
        key(context),
        TestConversation.freshRun(),
        shape,
        Behaviour.calm(timeScale),
        1,
        Optional.empty(),
        true,
        Duration.ZERO,
        LONGEST,
        MOST_REQUESTS,
        true);
  }

  private static String key(Context context) throws Unmeasured {
    try {
      return TestConversation.key(context);
    } catch (IOException e) {
      throw new Unmeasured(e.getMessage());
    }
  }
}
