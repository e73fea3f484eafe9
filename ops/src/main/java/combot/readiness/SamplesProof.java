package combot.readiness;

import combot.control.ControlException;
import combot.memory.Sample;
import combot.memory.SampleFile;
import combot.readiness.Running.Member;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** That the monitor of memory left nothing out since the check began, whatever was done then. */
final class SamplesProof implements Probe {

  private static final int MOST = 20_000;

  private final Instant since;

  /**
   * @param since when the check began
   */
  SamplesProof(Instant since) {
    this.since = since;
  }

  @Override
  public List<Line> look(Context context) {
    var question =
        context.require(
            "monitor.during-check",
            "Memory monitor, longest time without a sample during the check",
            "memory.tsv, each worker since the check began or it started, until now or it was replaced",
            "The machine is too slow for what it has to do, or the disk is full: see ./combot status and the log");
    try {
      return List.of(longest(context, question));
    } catch (IOException e) {
      return List.of(question.unknown("memory.tsv can't be read: " + e.getMessage()));
    } catch (ControlException e) {
      return List.of(question.unknown(e.getMessage()));
    }
  }

  private Line longest(Context context, Question question) throws IOException {
    var now = context.clock().instant();
    var running = context.running().again(context.data());
    var samples = new SampleFile(context.data().resolve("memory.tsv"), Long.MAX_VALUE).last(MOST);
    var workers = pids(running);
    var longest = Duration.ZERO;
    for (var worker : running.ready()) {
      var times = times(samples, worker.pid());
      if (times.isEmpty()) {
        times.add(later(since, now.minus(worker.age())));
      }
      times.add(now);
      longest = max(longest, gap(times));
    }
    var gone = pids(context.running()).stream().filter(pid -> !workers.contains(pid)).toList();
    for (var pid : gone) {
      longest = max(longest, gap(times(samples, pid)));
    }
    return workers.isEmpty()
        ? question.unknown("no worker is ready")
        : question.measured(
            longest.toMillis() / 1e3,
            String.format(
                Locale.ROOT,
                "%.0f s, of %d workers",
                longest.toMillis() / 1e3,
                workers.size() + gone.size()));
  }

  private static Set<Long> pids(Running running) {
    return running.ready().stream().map(Member::pid).collect(Collectors.toSet());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Of a worker's samples, from the last before the check on. */
  private List<Instant> times(List<Sample> samples, long pid) {
    var times =
        new ArrayList<>(
            samples.stream()
                .filter(sample -> sample.pid() == pid)
                .map(Sample::at)
                .sorted()
                .toList());
    while (times.size() > 1 && times.get(1).isBefore(since)) {
      times.removeFirst();
    }
    return times;
  }

  private static Duration gap(List<Instant> times) {
    var longest = Duration.ZERO;
    for (int i = 1; i < times.size(); i++) {
      longest = max(longest, Duration.between(times.get(i - 1), times.get(i)));
    }
    return longest;
  }
}
