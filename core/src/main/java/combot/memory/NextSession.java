package combot.memory;

import static combot.memory.Words.ago;
import static combot.memory.Words.mb;

import combot.statistics.Point;
import combot.statistics.Quantiles;
import combot.statistics.TheilSen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the next session may start now, as far as the memory of one process says.
 *
 * <p>Only quiet samples compare: those with nobody there and the model where it is now, after
 * {@link #WARM} requests. Before, a process still grows into its code, and its growth is not
 * judged. The base line is the median of its first quiet minute. What the process shares with
 * others is left out, as it comes and goes with them.
 *
 * @param ready whether it may
 * @param reasons what holds it up, each a clause; if nothing does, what speaks for it
 */
public record NextSession(boolean ready, List<String> reasons) {
  /** By how much memory may be above its base line, and how much of it may be gained an hour. */
  static final double TOLERANCE = 0.05;

  /** Over which growth is judged. */
  static final Duration WINDOW = Duration.ofHours(1);

  /** Growth is not judged over less. */
  static final Duration ENOUGH = Duration.ofMinutes(10);

  /**
   * Requests of participants: a warmed worker gained 2 of 149 MB in its first 120, then hardly any.
   */
  static final long WARM = 100;

  private static final Duration BASE_LINE = Duration.ofMinutes(1);

  public NextSession {
    reasons = List.copyOf(reasons);
  }

  /**
   * @param samples of one process, oldest first
   * @param level of the machine's memory now
   * @param between how long nobody must have been there, above 0
   */
  public static NextSession judge(List<Sample> samples, Level level, Duration between) {
    return samples.isEmpty()
        ? new NextSession(false, List.of("nothing was measured yet"))
        : new Judgement(samples, between).judged(level);
  }

  /** The samples at work: what speaks for it and against it. */
  private static final class Judgement {
    private final Sample last;
    private final Duration between;
    private final List<Sample> quiet;
    private final List<String> fine = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    Judgement(List<Sample> samples, Duration between) {
      this.last = samples.getLast();
      this.between = between;
      this.quiet = samples.stream().filter(this::compares).toList();
    }

    private boolean compares(Sample sample) {
      return sample.visits() >= WARM
          && sample.quiet().compareTo(between) >= 0
          && sample.model() == last.model()
          && sample.process().measure() == last.process().measure();
    }

    NextSession judged(Level level) {
      say(
          level.admits(),
          "%.0f %% of the machine's memory is in use".formatted(last.machine().usedPercent()));
      boolean drained = last.visits() == 0 || last.quiet().compareTo(between) >= 0;
      say(
          drained,
          last.visits() == 0
              ? "nobody was here yet"
              : "somebody was here %s ago%s"
                  .formatted(ago(last.quiet()), drained ? "" : "; wait for " + ago(between)));
      say(last.model() != ModelState.LOADING, "the model is " + last.model().words());
      if (drained && !quiet.isEmpty()) {
        compareWithBaseLine();
      } else if (last.visits() > 0 && last.visits() < WARM) {
        fine.add(
            "the base line of its memory is taken after %d requests, %d came"
                .formatted(WARM, last.visits()));
      }
      return new NextSession(wrong.isEmpty(), wrong.isEmpty() ? fine : wrong);
    }

    private void compareWithBaseLine() {
      double base = median(first(BASE_LINE));
      double now = median(since(last.at().minus(BASE_LINE)));
      boolean back = now <= base * (1 + TOLERANCE);
      say(
          back,
          "its own memory is %s, %sthe base line is %s"
              .formatted(mb(now), back ? "" : "over 5 % too much: ", mb(base)));
      var window = since(last.at().minus(WINDOW));
      var span = Duration.between(window.getFirst().at(), last.at());
      if (span.compareTo(ENOUGH) < 0) {
        fine.add("its growth can't be judged before " + ago(ENOUGH));
        return;
      }
      double growth = slopeAnHour(window);
      say(growth <= base * TOLERANCE, "it grows by %s an hour".formatted(mb(growth)));
    }

    private void say(boolean good, String clause) {
      (good ? fine : wrong).add(clause);
    }

    private List<Sample> first(Duration time) {
      var end = quiet.getFirst().at().plus(time);
      return quiet.stream().filter(sample -> !sample.at().isAfter(end)).toList();
    }

    private List<Sample> since(Instant start) {
      return quiet.stream().filter(sample -> !sample.at().isBefore(start)).toList();
    }

    private static double median(List<Sample> samples) {
      return Quantiles.median(
          samples.stream().mapToDouble(sample -> sample.process().own()).toArray());
    }

    private static double slopeAnHour(List<Sample> samples) {
      var start = samples.getFirst().at();
      return TheilSen.slope(
          samples.stream()
              .map(sample ->
                  new Point(
                      Duration.between(start, sample.at()).toMillis() / 3_600_000.0,
                      sample.process().own()))
              .toList());
    }
  }
}
