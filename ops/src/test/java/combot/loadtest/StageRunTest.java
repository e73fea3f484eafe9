package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import combot.loadtest.Outcome.StageOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stage counts, and how it ends. */
class StageRunTest extends AgainstAStub {

  private static final Duration BRIEFLY = Duration.ofMillis(500);

  private final Recorder recorder = new Recorder();
  private Wire wire;

  @AfterEach
  void disconnect() {
    wire.close();
  }

  private Scene scene(boolean open, Duration patience) {
    wire = new Wire(server.url(), patience);
    return new Scene(
        server.study,
        new Allowed(server.study, Script.of(server.study)),
        Behaviour.calm(0),
        1,
        StubServer.KEY,
        "stage",
        wire,
        recorder,
        new AtomicLong(10_000),
        open,
        number -> Complaints.bundled().at(1, number));
  }

  private static long inAMinute() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  /** One person comes, and all is ended once {@code heard}. */
  private StageOutcome endedOnce(CountDownLatch heard, Duration patience)
      throws InterruptedException {
    var load = new Load.Once(1, Duration.ZERO, false);
    var run = new StageRun(new Stage("short", load), scene(false, patience), 0);
    var thread = Thread.ofPlatform().start(() -> run.run(inAMinute(), () -> {}));
    heard.await();
    thread.interrupt();
    thread.join();
    assertThat(run.isInterrupted()).isTrue();
    return run.outcome(0, Reconciled.NOTHING);
  }

  @Test
  void whatTimesOutAfterTheEndNeverCame() throws InterruptedException {
    var heard = new CountDownLatch(1);
    server.hang =
        _ -> {
          heard.countDown();
          return true;
        };
    var stage = endedOnce(heard, BRIEFLY);
    assertThat(stage.unanswered()).isOne();
    assertThat(stage.of(Kind.PAGE).max()).isGreaterThan(BRIEFLY.toMillis() - 1);
    assertThat(stage.brokenOff()).isOne();
    assertThat(stage.isRight()).isFalse();
  }

  @Test
  void whatWouldBeAskedForAgainAtTheEndMayHaveCome() throws InterruptedException {
    var heard = new CountDownLatch(1);
    server.refuse =
        request -> {
          request.response().putHeader("Retry-After", "10");
          heard.countDown();
          return 503;
        };
    var stage = endedOnce(heard, Wire.PATIENCE);
    assertThat(stage.unanswered()).isZero();
    assertThat(stage.all().count()).isZero();
    assertThat(stage.success().orElseThrow().successes()).isZero();
    assertThat(stage.brokenOff()).isOne();
  }

  @Test
  void allLeaveThoughWhatIsCalledEachSecondFails() {
    var load = new Load.Loop(2, Duration.ofMinutes(1));
    var run = new StageRun(new Stage("failing", load), scene(false, Wire.PATIENCE), 0);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            run.run(
                inAMinute(),
                () -> {
                  throw new IllegalStateException("no terminal");
                }))
        .withMessage("no terminal");
    assertThat(run.present()).isZero();
  }

  /** Against a server that hangs they would else be ever more. */
  @Test
  void noMoreComeThanCanBeHeldAtOnce() {
    server.hang = _ -> true;
    var load = new Load.Open(100, Duration.ofSeconds(1));
    var run = new StageRun(new Stage("hung", load), scene(true, BRIEFLY), 0, 5);
    run.run(inAMinute(), () -> {});
    var stage = run.outcome(0, Reconciled.NOTHING);
    var arrivals = stage.arrivals().orElseThrow();
    assertThat(arrivals.withheld()).isPositive();
    assertThat(arrivals.achieved() + arrivals.withheld()).isLessThanOrEqualTo(arrivals.planned());
    assertThat(stage.users()).isBetween(1, 5);
  }

  /** Or a generator that is late itself would hide how long they wait. */
  @Test
  void inTheOpenModelTimesCountFromTheMeantArrival() {
    long meant = System.nanoTime() - Duration.ofMillis(300).toNanos();
    recorder.opens(meant);
    new Participant(scene(true, Wire.PATIENCE), 1).converse(meant, Optional.empty());
    var kinds = recorder.measured().kinds();
    assertThat(kinds.get(Kind.PAGE).count()).isOne();
    assertThat(kinds.get(Kind.PAGE).p50()).isGreaterThanOrEqualTo(300);
    assertThat(recorder.measured().finished()).isOne();
  }
}
