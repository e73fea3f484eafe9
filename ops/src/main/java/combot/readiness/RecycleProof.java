package combot.readiness;

import combot.control.ControlException;
import combot.readiness.Proc.Process;
import combot.readiness.Running.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** All workers are replaced while virtual participants are there, who should not notice. */
final class RecycleProof implements Probe {

  private static final Duration BURIED_WITHIN = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final UnderLoad load;

  RecycleProof(UnderLoad load) {
    this.load = load;
  }

  @Override
  public List<Line> look(Context context) {
    var replaced =
        context.require(
            "recycle.replaced",
            "Workers replaced under load",
            "'recycle' at the control socket, a new worker always first",
            "See ./combot status and the log: why does a new worker not get ready?");
    var losses = Losses.asked(context, "recycle", "while all workers were replaced", true);
    var defunct =
        context.require(
            "recycle.defunct",
            "Defunct processes after workers were replaced",
            "state of each process in /proc/*/stat, those whose parent is the gateway",
            "Combot does not take leave of its children: ./combot stop, then ./combot serve; tell us.");
    try {
      var seen = load.during(context, () -> replace(context, replaced));
      var lines = new ArrayList<Line>();
      lines.add(seen.result());
      lines.addAll(losses.of(seen.load()));
      lines.add(defunct(context, defunct));
      return lines;
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), replaced, losses.failed(), losses.lost(), defunct);
    }
  }

  private static Line replace(Context context, Question question) {
    try {
      var before = numbers(context.running().again(context.data()));
      long began = System.nanoTime();
      Running.ask(context.data(), "recycle");
      double seconds = (System.nanoTime() - began) / 1e9;
      var after = numbers(context.running().again(context.data()));
      return Collections.disjoint(before, after) && after.size() == before.size()
          ? question.measured(
              seconds, String.format(Locale.ROOT, "all %d, in %.1f s", before.size(), seconds))
          : question.is(
              State.FAIL, "workers %s became %s".formatted(before, after), question.threshold());
    } catch (ControlException e) {
      return question.is(State.FAIL, e.getMessage(), question.threshold());
    }
  }

  private static List<Integer> numbers(Running running) {
    return running.ready().stream().map(Member::number).toList();
  }

  private static Line defunct(Context context, Question question) {
    try {
      long until = System.nanoTime() + BURIED_WITHIN.toNanos();
      var left = defunct(context);
      while (!left.isEmpty() && System.nanoTime() < until) {
        LockSupport.parkNanos(PAUSE.toNanos());
        left = defunct(context);
      }
      return question.measured(
          left.size(),
          left.isEmpty() ? "none" : left.stream().map(Process::pid).toList().toString());
    } catch (IOException e) {
      return question.unknown(ProcessProbe.noProc(e));
    }
  }

  private static List<Process> defunct(Context context) throws IOException {
    return Proc.of(context).processes().stream()
        .filter(Process::isDefunct)
        .filter(process -> process.parent() == context.running().pid())
        .toList();
  }
}
