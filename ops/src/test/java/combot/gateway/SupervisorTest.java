package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.control.ControlException;
import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
      "echo '@combot state=ready port=4000 conversations=0 in-flight=0 memory=0'; echo hello; "
          + "while read line; do case $line in drain) exit 0 ;; clean-up) echo '@combot-said swept' ;; *) echo told $line ;; esac; done";

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
            POLICY,
            List.of("/bin/sh", "-c", script),
            now -> ready.add(now.size()),
            new Log(Format.HUMAN, Level.INFO, "gateway", InstantSource.system(), log::add));
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
  void remembersThatEachWorkerGotReadyTheFirstToo() throws Exception {
    start(GOOD);
    awaitReady();
    assertThat(supervisor.look().get(20, TimeUnit.SECONDS).past())
        .extracting(past -> past.what().replaceFirst("process [0-9]+", "process"))
        .containsExactlyInAnyOrder("worker 1 (process) is ready", "worker 2 (process) is ready");
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
    while (log.stream().noneMatch(said -> said.endsWith(line))) {
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
    await(" ended unasked, with code 137");
  }

  @Test
  void givesUpWhereAWorkerSaysThatItCantStart() throws Exception {
    var code = start("echo 'The database is damaged.'; exit 1").ended().get(20, TimeUnit.SECONDS);
    assertThat(code).isEqualTo(1);
    assertThat(log)
        .anyMatch(line -> line.endsWith(" gateway worker 1: The database is damaged."))
        .anyMatch(line -> line.endsWith(" ERROR gateway Combot gives up: the workers can't start"));
  }

  @Test
  void killsAWorkerThatDoesNotDrainInTime() throws Exception {
    start(GOOD.replace("exit 0", "exec sleep 100"));
    awaitReady();
    supervisor.stop();
    assertThat(supervisor.ended().get(20, TimeUnit.SECONDS)).isZero();
    assertThat(log).anyMatch(line -> line.endsWith(" is killed: it had not answered all in time"));
  }

  @Test
  void replacesOneOrAllAsAsked() throws Exception {
    start(GOOD);
    awaitReady();
    supervisor.replace(Optional.of(2), "asked for").get(20, TimeUnit.SECONDS);
    assertThat(numbers()).containsExactly(1, 3);
    supervisor.replace(Optional.empty(), "asked for").get(20, TimeUnit.SECONDS);
    assertThat(numbers()).containsExactly(4, 5);
    assertThat(log).anyMatch(line -> line.endsWith(" drains: asked for"));
    assertThatThrownBy(() -> supervisor.replace(Optional.of(9), "x").get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(ControlException.class)
        .hasRootCauseMessage("there is no such worker; there are [4, 5]");
  }

  private List<Integer> numbers() throws Exception {
    return supervisor.look().get(20, TimeUnit.SECONDS).fleet().in(Member.Stage.READY).stream()
        .map(Member::id)
        .toList();
  }

  @Test
  void keepsTheOldOnesAndTheOldWordsWhereNewOnesDoNotGetReady() throws Exception {
    start(GOOD);
    awaitReady();
    var bad = List.of("/bin/sh", "-c", "echo 'This build is broken.'; exit 3");
    assertThatThrownBy(() -> supervisor.replaceBy(bad, "restart").get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage(
            "a new worker did not get ready, so the old ones stay. It said: This build is broken.");
    assertThat(numbers()).containsExactly(1, 2);
    supervisor.replace(Optional.of(1), "asked for").get(20, TimeUnit.SECONDS);
    assertThat(numbers()).as("started by the old words").containsExactly(2, 4);
  }

  @Test
  void keepsThoseThatServeWhereNoProcessCanBeStarted() throws Exception {
    start(GOOD);
    awaitReady();
    var none = List.of("/bin/sh", "-c", "exit", "x".repeat(3 << 20)); // longer than systems take
    assertThatThrownBy(() -> supervisor.replaceBy(none, "restart").get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(ControlException.class)
        .rootCause()
        .hasMessageStartingWith("a new worker did not get ready, so the old ones stay. It said: ");
    assertThat(numbers()).containsExactly(1, 2);
    assertThat(log).anyMatch(line -> line.contains("ERROR") && line.contains("can't be started"));
  }

  @Test
  void startsWorkersByTheNewWordsFromThenOn() throws Exception {
    start(GOOD);
    awaitReady();
    var next = List.of("/bin/sh", "-c", GOOD.replace("hello", "brave new world"));
    supervisor.replaceBy(next, "restart").get(20, TimeUnit.SECONDS);
    await("worker 4: brave new world");
    supervisor.replace(Optional.of(3), "asked for").get(20, TimeUnit.SECONDS);
    await("worker 5: brave new world");
  }

  @Test
  void refusesAnotherRollWhileOneIsUnderWay() throws Exception {
    start(GOOD);
    awaitReady();
    var never = List.of("/bin/sh", "-c", "read line");
    var first = supervisor.replaceBy(never, "restart");
    assertThatThrownBy(() -> supervisor.replace(Optional.empty(), "x").get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("workers are being replaced already; wait for that to end");
    supervisor.stop();
    assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("Combot stops");
  }

  @Test
  void tellsOrdersAlsoToWorkersThatComeLater() throws Exception {
    start(GOOD);
    awaitReady();
    supervisor.hold(true).get(20, TimeUnit.SECONDS);
    await("worker 1: told hold");
    await("worker 2: told hold");
    supervisor.replace(Optional.of(1), "asked for").get(20, TimeUnit.SECONDS);
    await("worker 3: told hold");
    supervisor.hold(false).get(20, TimeUnit.SECONDS);
    await("worker 3: told admit");
  }

  @Test
  void hearsTheAnswerToAnOrderAndThatThereIsNone() throws Exception {
    start(GOOD);
    awaitReady();
    var answers = supervisor.ask(Order.CLEAN_UP).get(20, TimeUnit.SECONDS);
    assertThat(answers.get(1).get(20, TimeUnit.SECONDS)).isEqualTo("swept");
    assertThat(answers.get(2).get(20, TimeUnit.SECONDS)).isEqualTo("swept");
  }

  @Test
  void anOlderWorkerThatDoesNotKnowAnOrderDoesNotConfuseTheAnswersToOthers() throws Exception {
    start(GOOD);
    awaitReady();
    var unknown = supervisor.ask(Order.UNSERVED).get(20, TimeUnit.SECONDS);
    var known = supervisor.ask(Order.CLEAN_UP).get(20, TimeUnit.SECONDS);
    assertThat(known.get(1).get(20, TimeUnit.SECONDS)).isEqualTo("swept");
    assertThatThrownBy(() -> unknown.get(1).get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("it does not know how");
  }

  @Test
  void whatCostsMoneyIsAskedOfOneWorker(@TempDir Path folder) throws Exception {
    var asked = folder.resolve("asked");
    start(
        GOOD.replace(
            "clean-up)",
            "ask-models) echo once >> '%s'; echo '@combot-said ask-models asked' ;; clean-up)"
                .formatted(asked)));
    awaitReady();
    assertThat(supervisor.askOne(Order.ASK_MODELS).get(20, TimeUnit.SECONDS)).isEqualTo("asked");
    for (var told : supervisor.ask(Order.CLEAN_UP).get(20, TimeUnit.SECONDS).values()) {
      told.get(20, TimeUnit.SECONDS);
    }
    assertThat(asked).hasContent("once");
  }

  @Test
  void oneAnswerIsEnoughWhereAnyWorkerMayGiveIt(@TempDir Path folder) throws Exception {
    start(
        GOOD.replace(
            "clean-up)",
            "record) mkdir '%s' && exit 3; echo '@combot-said record counted' ;; clean-up)"
                .formatted(folder.resolve("first"))));
    awaitReady();
    assertThat(supervisor.askAny(Order.RECORD).get(20, TimeUnit.SECONDS)).isEqualTo("counted");
  }
}
