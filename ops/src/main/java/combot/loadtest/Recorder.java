package combot.loadtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What is measured in one stage. Thread-safe. */
final class Recorder {

  private static final int DIGITS = 3;
  private static final int KINDS_OF_FAILURE = 50;
  private static final long SECOND = 1_000_000_000L;

  private final long began = System.nanoTime();
  private final Map<Kind, Histogram> byKind = new EnumMap<>(Kind.class);
  private final Histogram all = new Histogram(DIGITS);
  private final Histogram sessions = new Histogram(DIGITS);
  private final Map<String, Failure> failures = new TreeMap<>();
  private final List<Second> series = new ArrayList<>();
  private final Histogram thisSecond = new Histogram(2);
  private long second;
  private long requestsInSecond;
  private long requests;
  private long failed;
  private long wrong;
  private long latencyNanos;
  private long thoughtNanos;
  private long presentNanos;
  private long begun;
  private long finished;
  private long droppedOut;
  private long brokenOff;

  /** How a conversation ended. */
  enum End {
    FINISHED,
    /** As the participant meant to. */
    DROPPED_OUT,
    /** By a failure, or since the stage was over. */
    BROKEN_OFF
  }

  /**
   * A request was answered, or failed.
   *
   * @param intended when it should have been sent, {@link System#nanoTime}
   * @param ended when the whole answer was there
   */
  synchronized void request(Kind kind, long intended, long ended, boolean came) {
    requests++;
    roll(ended);
    requestsInSecond++;
    if (!came) {
      return;
    }
    long micros = Math.max(0, ended - intended) / 1_000;
    latencyNanos += Math.max(0, ended - intended);
    byKind.computeIfAbsent(kind, _ -> new Histogram(DIGITS)).recordValue(micros);
    all.recordValue(micros);
    if (kind == Kind.TURN) {
      thisSecond.recordValue(micros);
    }
  }

  /** What was just counted as a request did not succeed. */
  synchronized void failure(Kind kind, String what, String excerpt) {
    failed++;
    tell(kind + ": " + what, excerpt);
  }

  /** An answer with status 200 was wrong in these ways: one request that did not succeed. */
  synchronized void wrong(Kind kind, List<String> what, String excerpt) {
    failed++;
    wrong++;
    what.forEach(one -> tell(kind + ": " + one, excerpt));
  }

  private void tell(String name, String excerpt) {
    var known = failures.get(name);
    if (known != null) {
      failures.put(name, new Failure(name, known.count() + 1, known.excerpt()));
    } else if (failures.size() < KINDS_OF_FAILURE) {
      failures.put(name, new Failure(name, 1, excerpt));
    }
  }

  /** A participant means to wait so long before the next request. */
  synchronized void thinks(long nanos) {
    thoughtNanos += nanos;
  }

  synchronized void begins() {
    begun++;
  }

  /** A conversation ended. */
  synchronized void ends(End how, long tookNanos) {
    presentNanos += tookNanos;
    switch (how) {
      case FINISHED -> {
        finished++;
        sessions.recordValue(tookNanos / 1_000);
      }
      case DROPPED_OUT -> droppedOut++;
      case BROKEN_OFF -> brokenOff++;
    }
  }

  private void roll(long now) {
    long current = Math.max(0, now - began) / SECOND;
    if (current > second) {
      if (requestsInSecond > 0) {
        series.add(
            new Second(
                second,
                requestsInSecond,
                thisSecond.getTotalCount(),
                thisSecond.getTotalCount() == 0
                    ? 0
                    : thisSecond.getValueAtPercentile(95) / 1_000.0));
      }
      thisSecond.reset();
      requestsInSecond = 0;
      second = current;
    }
  }

  synchronized long requests() {
    return requests;
  }

  synchronized long finished() {
    return finished;
  }

  synchronized long failed() {
    return failed;
  }

  synchronized Latencies replies() {
    return Latencies.of(byKind.getOrDefault(Kind.TURN, new Histogram(DIGITS)));
  }

  /** Adds the times of {@code other}, which nobody writes to any more. */
  synchronized void addTimes(Recorder other) {
    other.byKind.forEach((kind, histogram) ->
        byKind.computeIfAbsent(kind, _ -> new Histogram(DIGITS)).add(histogram));
  }

  /** All that was measured so far. */
  synchronized Measured measured() {
    roll(System.nanoTime() + SECOND);
    var kinds = new EnumMap<Kind, Latencies>(Kind.class);
    byKind.forEach((kind, histogram) -> kinds.put(kind, Latencies.of(histogram)));
    return new Measured(
        requests,
        failed,
        wrong,
        List.copyOf(failures.values()),
        kinds,
        Latencies.of(all),
        Latencies.of(sessions),
        begun,
        finished,
        droppedOut,
        brokenOff,
        new Times(latencyNanos, thoughtNanos, presentNanos),
        List.copyOf(series));
  }

  /** Sums over all participants, for Little's law. */
  record Times(long latencyNanos, long thoughtNanos, long presentNanos) {}

  record Measured(
      long requests,
      long failed,
      long wrong,
      List<Failure> failures,
      Map<Kind, Latencies> kinds,
      Latencies all,
      Latencies sessions,
      long begun,
      long finished,
      long droppedOut,
      long brokenOff,
      Times times,
      List<Second> series) {}
}
