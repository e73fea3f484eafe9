package combot.loadtest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What is measured in one stage. Times and rates are of a window, which begins once all are there
 * and ends with the stage; every request counts for success, every answer is judged. Thread-safe.
 */
final class Recorder {

  private static final int DIGITS = 3;
  private static final int KINDS_OF_FAILURE = 50;
  private static final long SECOND = 1_000_000_000L;

  private final long began = System.nanoTime();
  private long from = began;
  private long to = Long.MAX_VALUE;
  private final Map<Kind, Histogram> byKind = new EnumMap<>(Kind.class);
  private final Histogram all = new Histogram(DIGITS);
  private final Histogram sessions = new Histogram(DIGITS);
  private final Map<String, Failure> failures = new TreeMap<>();
  private final List<Second> series = new ArrayList<>();
  private final Histogram thisSecond = new Histogram(2);
  private long second;
  private long requestsInSecond;
  private long requests;
  private long inWindow;
  private long failed;
  private long wrong;
  private long unanswered;
  private long latencyNanos;
  private long thoughtNanos;
  private long presentNanos;
  private long begun;
  private long finished;
  private long finishedInWindow;
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
   * A request was answered, or failed: one attempt.
   *
   * @param intended when it should have been sent, {@link System#nanoTime}
   * @param ended when the whole answer was there
   */
  synchronized void request(long intended, long ended) {
    requests++;
    latencyNanos += within(intended, ended);
    if (isInWindow(ended)) {
      inWindow++;
      roll(ended);
      requestsInSecond++;
    }
  }

  private boolean isInWindow(long at) {
    return at - from >= 0 && at - to <= 0;
  }

  /**
   * What was asked for is there, at the first attempt or a later one. The time counts if it was
   * meant to begin in the window, however late it ended: what the server holds up to the end of a
   * stage would else be left out.
   *
   * @param intended when the first attempt should have been sent
   * @param kind {@link Kind#FIRST} counts as a {@link Kind#TURN} too
   * @param ended when the last attempt's answer was there
   * @param model nanoseconds that a language model took of it, which count apart
   */
  synchronized void answered(Kind kind, long intended, long ended, long model) {
    if (!isInWindow(intended)) {
      return;
    }
    if (model > 0) {
      histogram(Kind.MODEL).recordValue(model / 1_000);
    }
    long micros = Math.max(0, ended - intended - model) / 1_000;
    histogram(kind).recordValue(micros);
    all.recordValue(micros);
    if (kind == Kind.FIRST) {
      histogram(Kind.TURN).recordValue(micros);
    }
    if ((kind == Kind.TURN || kind == Kind.FIRST) && isInWindow(ended)) {
      roll(ended);
      thisSecond.recordValue(micros);
    }
  }

  private Histogram histogram(Kind kind) {
    return byKind.computeIfAbsent(kind, _ -> new Histogram(DIGITS));
  }

  /** All attempts failed: what was asked for never came. */
  synchronized void givenUp() {
    unanswered++;
  }

  /** The window begins then. */
  synchronized void opens(long at) {
    from = at;
    second = Math.max(0, at - began) / SECOND;
  }

  /** The window ends then. */
  synchronized void closes(long at) {
    roll(at);
    to = at;
  }

  /** How much of a time lies in the window. */
  private long within(long begin, long end) {
    return Math.max(0, Math.min(end, to) - Math.max(begin, from));
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

  /** A participant meant to wait so long before the next request. */
  synchronized void thought(long begin, long end) {
    thoughtNanos += within(begin, end);
  }

  synchronized void begins() {
    begun++;
  }

  /** A conversation ended. */
  synchronized void ends(End how, long came, long left) {
    presentNanos += within(came, left);
    if (left - to > 0) {
      brokenOff++;
      return;
    }
    switch (how) {
      case FINISHED -> {
        finished++;
        finishedInWindow += left - from >= 0 ? 1 : 0;
        if (came - from >= 0) {
          sessions.recordValue(Math.max(0, left - came) / 1_000);
        }
      }
      case DROPPED_OUT -> droppedOut++;
      case BROKEN_OFF -> brokenOff++;
    }
  }

  private void roll(long now) {
    long current = Math.max(0, now - began) / SECOND;
    while (current > second) {
      flush();
      second++;
    }
  }

  /** Seconds in which nothing came are told too: a server that stalls shows by them. */
  private void flush() {
    long replies = thisSecond.getTotalCount();
    double p95 = replies == 0 ? 0 : thisSecond.getValueAtPercentile(95) / 1_000.0;
    series.add(new Second(second, requestsInSecond, replies, p95));
    thisSecond.reset();
    requestsInSecond = 0;
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
    other.byKind.forEach((kind, histogram) -> histogram(kind).add(histogram));
  }

  /** All that was measured so far. */
  synchronized Measured measured() {
    if (requestsInSecond > 0) {
      flush();
      second++;
    }
    var kinds = new EnumMap<Kind, Latencies>(Kind.class);
    byKind.forEach((kind, histogram) -> kinds.put(kind, Latencies.of(histogram)));
    return new Measured(
        requests,
        inWindow,
        failed,
        wrong,
        unanswered,
        List.copyOf(failures.values()),
        kinds,
        Latencies.of(all),
        Latencies.of(sessions),
        begun,
        finished,
        finishedInWindow,
        droppedOut,
        brokenOff,
        new Sums(latencyNanos, thoughtNanos, presentNanos),
        List.copyOf(series));
  }

  /** Sums over all participants, for Little's law. */
  record Sums(long latencyNanos, long thoughtNanos, long presentNanos) {}

  record Measured(
      long requests,
      long inWindow,
      long failed,
      long wrong,
      long unanswered,
      List<Failure> failures,
      Map<Kind, Latencies> kinds,
      Latencies all,
      Latencies sessions,
      long begun,
      long finished,
      long finishedInWindow,
      long droppedOut,
      long brokenOff,
      Sums sums,
      List<Second> series) {}
}
