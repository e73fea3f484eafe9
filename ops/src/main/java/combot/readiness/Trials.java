package combot.readiness;

import combot.loadtest.Figure;
import combot.loadtest.Listener;
import combot.loadtest.LiveLine;
import combot.loadtest.LoadTest;
import combot.loadtest.LoadTestException;
import combot.loadtest.Outcome;
import combot.loadtest.Plan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs the load tests of a check, one after the other, on the thread that made it. */
final class Trials {

  private static final String STOPPED = "the check was stopped before";

  private final Programme programme;
  private final LiveLine line;
  private final BiFunction<Plan, Listener, Outcome> loadTest;
  private final Thread thread = Thread.currentThread();
  private final Map<Trial, Outcome> outcomes = new EnumMap<>(Trial.class);
  private final Map<Trial, String> missing = new EnumMap<>(Trial.class);
  private boolean loading;
  private boolean stopped;

  Trials(Programme programme, LiveLine line) {
    this(programme, line, LoadTest::run);
  }

  /**
   * @param loadTest {@link LoadTest#run} but in tests
   */
  Trials(Programme programme, LiveLine line, BiFunction<Plan, Listener, Outcome> loadTest) {
    this.programme = programme;
    this.line = line;
    this.loadTest = loadTest;
  }

  /** Ends it soon; from any thread, also before it has begun. */
  synchronized void stop() {
    stopped = true;
    if (loading) {
      thread.interrupt();
    }
  }

  /**
   * Runs all.
   *
   * @param force also where participants may be there
   */
  Loads run(Context context, boolean force) {
    if (context.running().isDrained()) {
      return none("not run: " + Running.DRAINED);
    }
    try {
      return run(context, TestConversation.key(context), force);
    } catch (IOException e) {
      return none("not run: " + e.getMessage());
    }
  }

  /** Why a trial would disturb people who came since the check began. */
  private static Optional<String> arrived(Context context, boolean force) {
    if (force) {
      return Optional.empty();
    }
    try {
      Participants.refuseToDisturb(context);
      return Optional.empty();
    } catch (Unmeasured e) {
      return Optional.of("not run: %s; --force runs it all the same".formatted(e.getMessage()));
    }
  }

  private Loads none(String why) {
    programme.trials().forEach(trial -> missing.put(trial, why));
    return new Loads(programme, outcomes, missing, List.of());
  }

  private Loads run(Context context, String key, boolean force) {
    var url = URI.create(context.running().url());
    var name = TestConversation.freshRun();
    try (var sampler = new UsageSampler(context)) {
      for (var trial : programme.trials()) {
        if (begins()) {
          arrived(context, force)
              .ifPresentOrElse(why -> missing.put(trial, why), () -> run(trial, url, key, name));
          ends();
        } else {
          missing.put(trial, STOPPED);
        }
      }
      return new Loads(programme, outcomes, missing, sampler.end());
    } finally {
      line.clear();
    }
  }

  /** Looks at what takes its time; what is not begun when it is ended is not measured. */
  Section look(Part part, Context context) {
    if (!begins()) {
      Thread.currentThread().interrupt();
    }
    line.show(part.title());
    try {
      return part.look(context);
    } finally {
      line.clear();
      ends();
    }
  }

  private synchronized boolean begins() {
    loading = !stopped;
    return loading;
  }

  /** An interruption that came too late would break off what follows. */
  private synchronized void ends() {
    loading = false;
    Thread.interrupted();
  }

  private void run(Trial trial, URI url, String key, String name) {
    try {
      outcomes.put(trial, loadTest.apply(programme.plan(trial, url, key, name), listener(trial)));
    } catch (LoadTestException e) {
      missing.put(trial, brokenOff(e.getMessage()));
    } catch (RuntimeException e) {
      missing.put(trial, brokenOff("this is a fault of Combot's own, tell us: " + e + "."));
    }
  }

  private static String brokenOff(String why) {
    return "broken off: %s What it left is removed by: ./combot loadtest --purge".formatted(why);
  }

  private Listener listener(Trial trial) {
    var after =
        programme.trials().stream()
            .filter(other -> other.compareTo(trial) > 0)
            .map(programme::expected)
            .reduce(Duration.ZERO, Duration::plus);
    return progress -> {
      var expected = programme.expected(trial).minus(progress.elapsed());
      var left = progress.left().orElse(expected.isNegative() ? Duration.ZERO : expected);
      line.show(
          "%s: %s%s, about %s left in all; %d requests, %d failed%s"
              .formatted(
                  trial.title(),
                  progress.stage(),
                  progress.number() == 0
                      ? ""
                      : " (%d of %d)".formatted(progress.number(), progress.of()),
                  Figure.time(left.plus(after)),
                  progress.requests(),
                  progress.failed(),
                  progress.replies().count() == 0
                      ? ""
                      : ", 95 % of replies within " + Figure.millis(progress.replies().p95())));
    };
  }
}
