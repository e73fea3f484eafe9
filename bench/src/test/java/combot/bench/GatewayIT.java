package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and workers as processes, under participants who never send anything twice. */
@Timeout(180)
class GatewayIT {

  private static final Duration A_WHILE = Duration.ofSeconds(15);

  @TempDir Path folder;

  private static void assertNothingLost(Served served, Tally tally) throws Exception {
    assertThat(tally.failures()).as(served.log()).isEmpty();
    var stored = served.stored();
    assertThat(stored.problems()).isEmpty();
    assertThat(stored.finished()).isEqualTo(stored.conversations()).isGreaterThan(15);
  }

  /**
   * Every 3 s one of the workers is killed, whether it is ready or only starts; where none is
   * ready, on a busy machine, they are let be until the next time.
   */
  @Test
  void losesNoRequestWhenWorkersAreKilled() throws Exception {
    try (var served = new Served(folder)) {
      var load = CompletableFuture.supplyAsync(() -> quietly(() -> served.load(A_WHILE)));
      var random = new Random(1);
      int killed = 0;
      while (!isDone(load, Duration.ofSeconds(3))) {
        if (served.isReady()) {
          var workers = served.workers();
          workers.get(random.nextInt(workers.size())).destroyForcibly();
          killed++;
        }
      }
      assertNothingLost(served, load.get());
      assertThat(killed).isGreaterThanOrEqualTo(2);
      served.await("two are there", () -> served.workers().size() >= 2);
    }
  }

  private static boolean isDone(CompletableFuture<?> load, Duration atMost) throws Exception {
    try {
      load.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> T quietly(Work<T> work) {
    try {
      return work.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void losesNoRequestWhenWorkersAreRecycled() throws Exception {
    try (var served = new Served(folder, "--recycle-after=50", "--recycle-interval=0")) {
      var first = new HashSet<>(served.workers());
      assertNothingLost(served, served.load(Duration.ofSeconds(25)));
      assertThat(served.log()).contains(" conversations").doesNotContain("killed", "unasked");
      served.await(
          "the first ones are gone", () -> first.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void replacesAWorkerThatHangs() throws Exception {
    try (var served = new Served(folder, "--recycle-after=0")) {
      var hung = served.workers().getFirst();
      Served.signal("STOP", hung);
      assertNothingLost(served, served.load(A_WHILE));
      assertThat(hung.isAlive()).isFalse();
      served.await("another is ready", () -> served.becameReady() >= 3);
      assertThat(served.workers()).hasSize(2);
    }
  }

  @Test
  void leavesNoWorkerBehindWhenTheGatewayIsKilled() throws Exception {
    try (var served = new Served(folder)) {
      var workers = served.workers();
      assertThat(workers).hasSize(2);
      served.gateway().destroyForcibly();
      served.await("no worker is left", Duration.ofSeconds(10), () -> allGone(workers));
    }
  }

  private static boolean allGone(List<ProcessHandle> workers) {
    return workers.stream().noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void answersWhatItHasAndEndsAllWhenItIsToldToStop() throws Exception {
    try (var served = new Served(folder, "--workers=1")) {
      var workers = served.workers();
      assertThat(workers).hasSize(1);
      served.gateway().destroy();
      assertThat(served.gateway().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(allGone(workers)).isTrue();
      assertThat(served.log()).doesNotContain("killed", "Exception");
    }
  }
}
