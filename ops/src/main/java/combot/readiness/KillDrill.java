package combot.readiness;

import combot.control.ControlException;
import combot.readiness.Running.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A worker is killed while virtual participants are there. */
final class KillDrill implements Probe {

  private static final String ALONE =
      "there is one worker, as asked for, so that nobody stands in for it: it is not killed";

  private final UnderLoad load;
  private final Duration patience;

  /**
   * @param patience how long is waited for all workers to be there again
   */
  KillDrill(UnderLoad load, Duration patience) {
    this.load = load;
    this.patience = patience;
  }

  @Override
  public List<Line> look(Context context) {
    boolean isAlone = isAlone(context.running());
    var back =
        context.require(
            "drill.worker.recovery",
            "A worker killed: until all were there again",
            "SIGKILL to one worker under load; then ./combot status until all are ready and healthy",
            isAlone
                ? "Start it with --workers 2 or more: one may then fail while another answers."
                : "See the log: why does a new worker not start? Is the program still there (./combot build), and memory?");
    var losses = Losses.asked(context, "drill.worker", "when a worker was killed", !isAlone);
    if (isAlone) {
      var lines = new ArrayList<>(List.of(back.is(State.WARN, ALONE, back.threshold())));
      lines.addAll(losses.unknown(ALONE));
      return lines;
    }
    try {
      var seen = load.during(context, () -> kill(context, back));
      var lines = new ArrayList<>(List.of(seen.result()));
      lines.addAll(losses.of(seen.load()));
      return lines;
    } catch (Unmeasured e) {
      return Orders.unknown(e.getMessage(), back, losses.failed(), losses.lost());
    }
  }

  /** Whether there should be one worker only. */
  private static boolean isAlone(Running running) {
    return running
        .gatewayCheck("workers")
        .filter(told -> told.getInteger("wanted", 0) == 1)
        .isPresent();
  }

  private Line kill(Context context, Question question) throws Unmeasured {
    var workers = ready(context);
    if (workers.size() < 2) {
      throw new Unmeasured("there must be two workers, for one to stand in for the other");
    }
    var victim = workers.getFirst();
    kill(victim, context.running().pid());
    double seconds =
        Fleets.until(
            context,
            patience,
            running ->
                running.ready().stream().noneMatch(worker -> worker.pid() == victim.pid())
                    && Fleets.isWhole(running, workers.size()));
    return seconds < 0
        ? question.is(
            State.FAIL, "not within %d s".formatted(patience.toSeconds()), question.threshold())
        : question.measured(seconds, String.format(Locale.ROOT, "%.1f s", seconds));
  }

  private static List<Member> ready(Context context) throws Unmeasured {
    try {
      return context.running().again(context.data()).ready();
    } catch (ControlException e) {
      throw new Unmeasured(e.getMessage());
    }
  }

  /** Only what this Combot's gateway started. */
  private static void kill(Member worker, long gateway) throws Unmeasured {
    var process =
        ProcessHandle.of(worker.pid())
            .filter(it -> it.parent().filter(parent -> parent.pid() == gateway).isPresent())
            .orElseThrow(() ->
                new Unmeasured(
                    "process %d is no worker of this Combot that can be seen"
                        .formatted(worker.pid())));
    if (!process.destroyForcibly()) {
      throw new Unmeasured(
          "process %d may not be killed: run it as Combot's user, or with sudo"
              .formatted(worker.pid()));
    }
  }
}
