package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and workers as processes, under participants who never send anything twice. */
@Timeout(480)
class GatewayIT {

  private static final Duration A_WHILE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);

  @TempDir Path folder;

  private static void assertNothingLost(Served served, Tally tally) throws Exception {
    assertThat(tally.failures()).as(served.log()).isEmpty();
    var stored = served.stored();
    assertThat(stored.problems()).isEmpty();
    assertThat(stored.finished()).isEqualTo(stored.conversations()).isGreaterThan(15);
  }

  @Test
  void losesNoRequestWhenWorkersAreKilled() throws Exception {
    try (var served = new Served(folder)) {
      killUnderLoad(served, 6);
    }
  }

  @Test
  void losesNoRequestOnPostgresWhenWorkersAreKilled() throws Exception {
    try (var postgres = new Postgres();
        var served = new Served(folder, Optional.of(postgres.address()), 2)) {
      killUnderLoad(served, 3);
    }
  }

  /**
   * Every few seconds one of the workers is killed, whether it is ready or only starts; where none
   * is ready, on a busy machine, they are let be until the next time.
   */
  private static void killUnderLoad(Served served, int times) throws Exception {
    var crowd = served.load(Duration.ofMinutes(5));
    var random = new Random(1);
    int killed = 0;
    while (killed < times) {
      assertGoesOn(crowd);
      if (served.server().isReady()) {
        var workers = served.workers();
        workers.get(random.nextInt(workers.size())).destroyForcibly();
        killed++;
      }
    }
    assertGoesOn(crowd);
    assertNothingLost(served, crowd.end());
    served.await("two are ready", () -> served.server().ready().size() == 2);
  }

  private static void assertGoesOn(Served.Crowded crowd) {
    assertThat(crowd.tally())
        .as("the load")
        .failsWithin(BETWEEN_KILLS)
        .withThrowableOfType(TimeoutException.class);
  }

  /**
   * Memory is compared at like moments: a new worker has just taken over, and the other has lived
   * for about half of its conversations. The first pair of that kind is the one after the second
   * recycling. It is the processes' own memory that counts, for what they share with each other and
   * with this test is divided by how many there are, which changes; and the median of three such
   * moments, since no collection is forced.
   */
  @Test
  void losesNothingAndDoesNotGrowWhenWorkersAreRecycled() throws Exception {
    try (var served = new Served(folder, "--recycle-after=50", "--recycle-interval=0")) {
      var watch = new FleetWatch(served.server());
      var crowd = served.load(Duration.ofMinutes(8), Duration.ofMillis(100));
      served.await(
          "400 conversations and 7 recyclings",
          Duration.ofMinutes(6),
          () -> {
            watch.look();
            return watch.memories().size() >= 7 && crowd.load().begun() >= 400;
          });
      assertNothingLost(served, crowd.end());
      assertThat(served.log()).contains(" conversations").doesNotContain("killed", "unasked");
      assertThat(watch.neglected()).as("defunct processes").isEmpty();
      var memories = watch.memories();
      long start = median(memories.subList(1, 4));
      long end = median(memories.subList(memories.size() - 3, memories.size()));
      assertThat(end).as("own memory, kB: %s", memories).isCloseTo(start, withinPercentage(10));
    }
  }

  private static long median(List<Long> three) {
    return three.stream().sorted().toList().get(1);
  }

  @Test
  void replacesAWorkerThatHangs() throws Exception {
    try (var served = new Served(folder, "--recycle-after=0")) {
      var hung = served.workers().getFirst();
      Served.signal("STOP", hung);
      assertNothingLost(served, served.load(A_WHILE).tally().join());
      assertThat(hung.isAlive()).isFalse();
      served.await("another is ready", () -> served.server().ready().size() == 2);
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
    try (var served = new Served(folder, Optional.empty(), 1, "--workers=1")) {
      var workers = served.workers();
      assertThat(workers).hasSize(1);
      var gateway = served.gateway();
      gateway.destroy();
      gateway.onExit().get(30, TimeUnit.SECONDS);
      assertThat(allGone(workers)).isTrue();
      assertThat(served.log()).doesNotContain("killed", "Exception");
    }
  }
}
