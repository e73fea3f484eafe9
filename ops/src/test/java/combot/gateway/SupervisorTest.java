package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop with real processes: workers that are shell scripts. */
@Timeout(60)
class SupervisorTest {

  /** Says that it is ready, and ends when it is told to drain or the pipe closes. */
  private static final String GOOD =
      "echo '@combot state=ready port=4000 conversations=0 in-flight=0 memory=0'; echo hello; read line; exit 0";

  private static final Policy POLICY =
      new Policy(
          2,
          50,
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          1L << 40,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          10,
          Duration.ofMinutes(10));

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> ready = new ConcurrentLinkedQueue<>();
  private Supervisor supervisor;

  private Supervisor start(String script) {
    supervisor =
        new Supervisor(
            POLICY, List.of("/bin/sh", "-c", script), now -> ready.add(now.size()), log::add);
    supervisor.start();
    return supervisor;
  }

  @AfterEach
  void stop() {
    supervisor.stop();
    supervisor.ended().join();
    assertThat(children()).isEmpty();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().toList();
  }

  @Test
  void tellsWhoIsReadyAndWhatTheySay() {
    start(GOOD);
    awaitReady();
    assertThat(children()).hasSize(2);
    assertThat(ready).last().isEqualTo(2);
    await("worker 2: hello");
  }

  @Test
  void servesOnceTheFirstWorkerIsReady(@TempDir Path folder) {
    var once = "mkdir '%s' && %s; read line".formatted(folder.resolve("first"), GOOD);
    assertThat(start(once).firstReady()).succeedsWithin(Duration.ofSeconds(20));
    assertThat(ready).contains(1).doesNotContain(2);
  }

  private void awaitReady() {
    while (!ready.contains(2)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void await(String line) {
    while (!log.contains(line)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void replacesAWorkerThatWasKilled() {
    start(GOOD);
    awaitReady();
    var first = children().getFirst();
    first.destroyForcibly();
    while (children().size() < 2 || children().contains(first)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(log).anyMatch(line -> line.endsWith(" ended unasked, with code 137"));
  }

  @Test
  void givesUpWhereAWorkerSaysThatItCantStart() throws Exception {
    var code = start("echo 'The database is damaged.'; exit 1").ended().get(20, TimeUnit.SECONDS);
    assertThat(code).isEqualTo(1);
    assertThat(log)
        .contains("worker 1: The database is damaged.", "Combot gives up: the workers can't start");
  }

  @Test
  void killsAWorkerThatDoesNotDrainInTime() throws Exception {
    start(GOOD.replace("exit 0", "exec sleep 100"));
    awaitReady();
    supervisor.stop();
    assertThat(supervisor.ended().get(20, TimeUnit.SECONDS)).isZero();
    assertThat(log).anyMatch(line -> line.endsWith(" is killed: it had not answered all in time"));
  }
}
