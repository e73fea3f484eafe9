package combot.readiness;

import combot.readiness.Proc.Process;
import combot.readiness.Running.Member;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Processes: defunct ones, workers, and the limits they run under. */
final class ProcessProbe implements Probe {

  private static final String SCAN =
      "state of each process in /proc/*/stat; one that is defunct is looked at again 2 s later";

  /** Any parent takes a moment to notice that a child has ended. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  @Override
  public List<Line> look(Context context) {
    var lines = new ArrayList<Line>();
    lines.addAll(defunct(context));
    lines.add(ready(context));
    lines.addAll(limits(context));
    return lines;
  }

  private static List<Line> defunct(Context context) {
    var own =
        context.require(
            "process.zombies-own",
            "Defunct processes of Combot",
            SCAN,
            "Combot does not take leave of its children: ./combot stop, then ./combot serve; tell us if they come again.");
    var all =
        context.ask(
            "process.zombies",
            "Defunct processes on the machine",
            SCAN,
            "End or restart the parent that leaves them: ps -A -o pid,ppid,stat,comm | awk '$3 ~ /Z/'");
    try {
      var found = lasting(context);
      var ours = context.running().pids();
      var mine =
          found.stream()
              .filter(process -> ours.contains(process.parent()) || ours.contains(process.pid()))
              .toList();
      return List.of(
          own.measured(mine.size(), shown(mine)), all.measured(found.size(), shown(found)));
    } catch (IOException e) {
      return List.of(own.unknown(noProc(e)), all.unknown(noProc(e)));
    }
  }

  /** Those that are still there a moment later. */
  private static List<Process> lasting(Context context) throws IOException {
    var found = new ArrayList<>(nowDefunct(context));
    if (!found.isEmpty()) {
      Pause.of(MOMENT);
      found.retainAll(nowDefunct(context));
    }
    return found;
  }

  private static List<Process> nowDefunct(Context context) throws IOException {
    return Proc.of(context).processes().stream().filter(Process::isDefunct).toList();
  }

  private static String shown(List<Process> found) {
    var some =
        found.stream()
            .limit(5)
            .map(
                process -> "%s %d of %d".formatted(process.name(), process.pid(), process.parent()))
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "none" : found.size() + ": " + some;
  }

  static String noProc(IOException e) {
    return e instanceof NoSuchFileException && e.getMessage().matches(".*/proc/\\d+/.*")
        ? "a process ended while it was looked at: check again"
        : "this system's /proc does not tell: " + e.getMessage();
  }

  private static Line ready(Context context) {
    var question =
        context.require(
            "process.workers",
            "Workers ready",
            "gateway's /health/ready and each worker's state at the control socket",
            "If one is starting, check again when it is ready; else see why: ./combot status");
    var told = context.running().gatewayCheck("workers");
    if (told.isEmpty()) {
      return question.is(
          State.FAIL,
          "the gateway's health does not tell: "
              + context.running().health().getString("why", "it has no check of workers"),
          "all of them");
    }
    int wanted = told.get().getInteger("wanted");
    var problems =
        context.running().status().getJsonArray("problems", new JsonArray()).stream()
            .map(String::valueOf)
            .filter(problem -> !problem.contains(": language-model is ")) // ModelProbe judges these
            .toList();
    var workers = context.running().ready();
    int ready = workers.size();
    var value = "%d of %d".formatted(ready, wanted);
    if (ready < wanted) {
      return question.is(State.FAIL, value + others(context), "all of them");
    }
    return problems.isEmpty()
        ? question.is(State.PASS, value + ", all healthy", "all of them, healthy")
        : question.is(
            workers.stream().anyMatch(Member::isDown) ? State.FAIL : State.WARN,
            value + "; " + String.join("; ", problems),
            "all of them, healthy");
  }

  /** Those that are not ready: {@code "; worker 2 is starting, for 3 s"}. */
  private static String others(Context context) {
    return context.running().status().getJsonArray("workers").stream()
        .map(JsonObject.class::cast)
        .filter(worker -> !"ready".equals(worker.getString("state")))
        .map(worker ->
            "; worker %d is %s, for %d s"
                .formatted(
                    worker.getInteger("number"),
                    worker.getString("state"),
                    worker.getLong("age_seconds", 0L)))
        .collect(Collectors.joining());
  }

  /** How much of a limit a process of ours uses. */
  private record Use(long used, long limit) {
    double percent() {
      return 100.0 * used / limit;
    }

    @Override
    public String toString() {
      return "%d of %d files (%.0f %%), by the process nearest to its limit"
          .formatted(used, limit, percent());
    }
  }

  private static List<Line> limits(Context context) {
    var how = "/proc/PID/fd and limits of the gateway and each worker";
    var files =
        context.require(
            "process.open-files",
            "Open files",
            how,
            "Raise the limit: LimitNOFILE=65536 in the unit, or ulimit -n 65536 before ./combot serve");
    var most = context.ask("process.open-files-limit", "Limit of open files", how, files.remedy());
    var threads =
        context.ask(
            "process.threads",
            "Threads",
            "threads of the machine, of Combot's user and of its control groups in /proc and /sys/fs/cgroup, against their limits",
            "See who has many: ps -A -o nlwp,user,comm --sort=-nlwp | head; or raise the limit: TasksMax=infinity in the unit, or ulimit -u 4096 before ./combot serve");
    try {
      var proc = Proc.of(context);
      var open = new ArrayList<Use>();
      for (long pid : context.running().pids()) {
        open.add(
            new Use(
                proc.open(pid).size(), proc.limit(pid, "Max open files").orElse(Long.MAX_VALUE)));
      }
      var fullest = worst(open).orElseThrow(() -> new IOException("no process is known"));
      var tasks = Collections.max(Tasks.of(context), Comparator.comparingDouble(Tasks::percent));
      long least = open.stream().mapToLong(Use::limit).min().orElseThrow();
      return List.of(
          files.measured(fullest.percent(), fullest.toString()),
          most.measured(least, least == Long.MAX_VALUE ? "none" : least + " a process"),
          threads.measured(tasks.percent(), tasks.toString()));
    } catch (IOException e) {
      return List.of(files, most, threads).stream()
          .map(question -> question.unknown(noProc(e)))
          .toList();
    }
  }

  private static Optional<Use> worst(List<Use> uses) {
    return uses.stream().max(Comparator.comparingDouble(Use::percent));
  }
}
