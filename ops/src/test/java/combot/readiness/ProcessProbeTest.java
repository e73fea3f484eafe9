package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ProcessProbeTest {

  private static final ProcessProbe PROBE = new ProcessProbe();

  @TempDir Path folder;

  private Looked looked() {
    var looked = new Looked(folder).worker(1, 11, new JsonObject());
    looked.health = health(1);
    return looked;
  }

  private static JsonObject health(int wanted) {
    return new JsonObject()
        .put(
            "checks",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "workers")
                        .put("data", new JsonObject().put("wanted", wanted))));
  }

  /** The shell becomes a program that takes no leave of the child that it had. */
  @Test
  void findsARealDefunctProcessAndWhoseItIs() throws Exception {
    var parent = new ProcessBuilder("sh", "-c", "sh -c 'echo $$' & exec cat").start();
    try (BufferedReader out = parent.inputReader()) {
      long child = Long.parseLong(out.readLine());
      while (Proc.of(looked().context()).processes().stream()
          .noneMatch(process -> process.pid() == child && process.isDefunct())) {
        Thread.onSpinWait();
      }
      var looked = looked();
      assertThat(looked.state(PROBE, "process.zombies-own")).isEqualTo(State.PASS);
      assertThat(looked.state(PROBE, "process.zombies")).isEqualTo(State.WARN);
      looked.status.put("pid", parent.pid());
      var own = looked.line(PROBE, "process.zombies-own");
      assertThat(own.state()).isEqualTo(State.FAIL);
      assertThat(own.value()).isEqualTo("1: sh %d of %d".formatted(child, parent.pid()));
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void givesAParentAMomentToTakeLeave() throws Exception {
    var slow = "if (!fork) { exit } select(undef, undef, undef, 1); wait; sleep 60";
    var parent = new ProcessBuilder("perl", "-e", slow).start();
    try {
      var looked = looked();
      looked.status.put("pid", parent.pid());
      while (Proc.of(looked.context()).processes().stream()
          .noneMatch(process -> process.parent() == parent.pid() && process.isDefunct())) {
        Thread.onSpinWait();
      }
      assertThat(looked.line(PROBE, "process.zombies-own").value()).isEqualTo("none");
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void tellsOfWorkersThatAreMissingOrIll() {
    var looked = looked();
    assertThat(looked.line(PROBE, "process.workers").value()).isEqualTo("1 of 1, all healthy");
    looked.status.put("problems", new JsonArray().add("workers 1, 2: language-model is degraded"));
    assertThat(looked.state(PROBE, "process.workers")).as("judged elsewhere").isEqualTo(State.PASS);
    looked.status.put("problems", new JsonArray().add("worker 1: cache is degraded"));
    assertThat(looked.line(PROBE, "process.workers"))
        .returns(State.WARN, Line::state)
        .returns("1 of 1; worker 1: cache is degraded", Line::value);
    looked
        .workers
        .getJsonObject(0)
        .put("checks", new JsonObject().put("database", new JsonObject().put("status", "DOWN")));
    assertThat(looked.state(PROBE, "process.workers")).isEqualTo(State.FAIL);
    looked.health = health(2);
    assertThat(looked.line(PROBE, "process.workers"))
        .returns(State.FAIL, Line::state)
        .returns("1 of 2", Line::value);
    looked.worker(2, 12, new JsonObject());
    looked.workers.getJsonObject(1).put("state", "starting").put("age_seconds", 3);
    assertThat(looked.line(PROBE, "process.workers").value())
        .isEqualTo("1 of 2; worker 2 is starting, for 3 s");
    looked.health = new JsonObject().put("why", "connection refused");
    assertThat(looked.line(PROBE, "process.workers"))
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).contains("connection refused"));
  }

  private Looked limited(String files, String processes) throws Exception {
    var limits =
        "Limit                     Soft Limit           Hard Limit           Units\nMax processes             %s                 500000               processes\nMax open files            %s                 500000               files\n";
    var looked = looked().system("proc/sys/kernel/threads-max", "1000\n");
    for (int pid : new int[] {10, 11}) {
      looked
          .system("proc/%d/limits".formatted(pid), limits.formatted(processes, files))
          .system(
              "proc/%d/status".formatted(pid),
              "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nThreads:\t80\n")
          .system("proc/%d/stat".formatted(pid), "1 (java) S 1 1\n")
          .open(pid, "pipe:[1]", "pipe:[2]", "pipe:[3]", "pipe:[4]");
    }
    return looked;
  }

  @Test
  void passesFarFromTheLimits() throws Exception {
    var looked = limited("65536", "unlimited");
    assertThat(looked.line(PROBE, "process.open-files").value())
        .startsWith("4 of 65536 files (0 %)");
    assertThat(looked.state(PROBE, "process.open-files")).isEqualTo(State.PASS);
    assertThat(looked.state(PROBE, "process.open-files-limit")).isEqualTo(State.PASS);
    assertThat(looked.line(PROBE, "process.threads").value())
        .isEqualTo("160 of 1000 on the machine (16 %)");
    assertThat(looked.state(PROBE, "process.threads")).isEqualTo(State.PASS);
  }

  @Test
  void failsNearTheLimits() throws Exception {
    var looked = limited("4", "200");
    assertThat(looked.state(PROBE, "process.open-files")).isEqualTo(State.FAIL);
    assertThat(looked.state(PROBE, "process.open-files-limit")).isEqualTo(State.FAIL);
    assertThat(looked.line(PROBE, "process.threads"))
        .returns(State.WARN, Line::state)
        .returns("160 of 200 of the user (80 %)", Line::value);
  }

  @Test
  void countsTheThreadsOfAllThatAUserRuns() throws Exception {
    var looked =
        limited("65536", "200")
            .system("proc/50/stat", "50 (editor) S 1 1\n")
            .system("proc/50/status", "Uid:\t1000\t0\nThreads:\t30\n")
            .system("proc/51/stat", "51 (other) S 1 1\n")
            .system("proc/51/status", "Uid:\t7\t7\nThreads:\t300\n");
    assertThat(looked.line(PROBE, "process.threads"))
        .returns(State.FAIL, Line::state)
        .returns("190 of 200 of the user (95 %)", Line::value);
    for (int pid : new int[] {10, 11}) {
      looked.system("proc/%d/status".formatted(pid), "Uid:\t0\t0\nThreads:\t80\n");
    }
    assertThat(looked.line(PROBE, "process.threads").value())
        .as("root may have as many as the machine")
        .isEqualTo("490 of 1000 on the machine (49 %)");
    Files.delete(folder.resolve("root/proc/sys/kernel/threads-max"));
    assertThat(looked.line(PROBE, "process.threads"))
        .returns(State.PASS, Line::state)
        .returns("490 on the machine, which has no limit", Line::value);
  }

  @Test
  void readsTheRealLimitOfThisMachine() throws Exception {
    var looked = looked();
    looked.status.put("pid", ProcessHandle.current().pid());
    var told = new ProcessBuilder("cat", "/proc/sys/kernel/threads-max").start();
    assertThat(Tasks.of(looked.context()).getFirst())
        .returns("on the machine", Tasks::where)
        .returns(Long.parseLong(told.inputReader().readLine()), Tasks::limit);
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/combot.service, sys/fs/cgroup/system.slice",
    "8:pids:/system.slice/combot.service, sys/fs/cgroup/pids/system.slice"
  })
  void countsTheTasksOfTheUnitAndThoseAroundIt(String line, String group) throws Exception {
    var looked =
        limited("65536", "unlimited")
            .system("proc/10/cgroup", line + "\n")
            .system(group + "/pids.max", "max\n")
            .system(group + "/pids.current", "400\n")
            .system(group + "/combot.service/pids.max", "200\n")
            .system(group + "/combot.service/pids.current", "190\n");
    assertThat(looked.line(PROBE, "process.threads"))
        .returns(State.FAIL, Line::state)
        .returns("190 of 200 in its unit or container (95 %)", Line::value);
  }

  @Test
  void tellsOfAProcessThatEndedMeanwhile() throws Exception {
    var looked = limited("65536", "100").worker(2, 99, new JsonObject());
    assertThat(looked.line(PROBE, "process.open-files"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("a process ended while it was looked at: check again", Line::value);
  }

  @Test
  void knowsNothingWhereThereIsNoProc() {
    var looked = looked().system("nothing", "");
    assertThat(PROBE.look(looked.context()))
        .filteredOn(line -> !line.id().equals("process.workers"))
        .hasSize(5)
        .allMatch(line -> line.state() == State.NOT_MEASURED);
  }
}
