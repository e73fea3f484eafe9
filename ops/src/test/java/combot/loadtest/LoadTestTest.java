package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a load test runs, and ends. */
class LoadTestTest extends AgainstAStub {

  @Test
  void findsNothingWrongWithAServerThatIsRight() {
    var outcome = LoadTest.run(plan(sessions(15, 2), Behaviour.calm(0)), Listener.NONE);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages()).hasSize(2);
    for (var stage : outcome.stages()) {
      assertThat(stage.failures()).isEmpty();
      assertThat(stage.finished()).isEqualTo(15);
      assertThat(stage.replies().count()).isEqualTo(15 * MESSAGES);
      assertThat(stage.reconciled().conversations()).isEqualTo(15);
      assertThat(stage.reconciled().turns()).isEqualTo(15 * MESSAGES);
      assertThat(stage.reconciled().problems()).isEmpty();
      assertThat(stage.success().orElseThrow().share()).isEqualTo(1);
    }
    assertThat(outcome.cutShort()).isEmpty();
  }

  @Test
  void findsNothingWrongWithPeopleWhoReloadClickTwiceLeaveAndAreSlow() {
    var lively =
        new Behaviour(
            new LogNormal(1, 0),
            new LogNormal(5, 0),
            0,
            0.3,
            -1,
            0.5,
            0.5,
            0.2,
            Duration.ofMillis(1),
            100_000);
    var outcome = LoadTest.run(plan(sessions(40, 1), lively), Listener.NONE);
    var stage = outcome.stages().getFirst();
    assertThat(stage.failures()).isEmpty();
    assertThat(stage.reconciled().problems()).isEmpty();
    assertThat(outcome.isRight()).isTrue();
    assertThat(stage.droppedOut()).isBetween(1L, 39L);
    assertThat(stage.finished() + stage.droppedOut()).isEqualTo(40);
    assertThat(stage.of(Kind.READ).count()).isPositive();
    // A double click is waited for once.
    assertThat(stage.replies().count()).isEqualTo(stage.reconciled().turns());
    assertThat(stage.success().orElseThrow().trials()).isGreaterThan(stage.all().count());
  }

  @Test
  void burstsSendAllFirstMessagesOnceAllHaveBegun() {
    var outcome =
        LoadTest.run(plan(new Shape.Burst(10, 1, Duration.ZERO), Behaviour.calm(0)), Listener.NONE);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages().getFirst().finished()).isEqualTo(10);
    assertThat(outcome.stages().getFirst().users()).isEqualTo(10);
    var times = outcome.latencies();
    assertThat(times.get(Kind.FIRST).count()).isEqualTo(10);
    assertThat(times.get(Kind.TURN).count()).isEqualTo(10 * MESSAGES);
    // Who waits for the others is there, and waits for no answer.
    assertThat(outcome.stages().getFirst().little().orElseThrow().deviation()).isLessThan(0.3);
  }

  @Test
  void warmUpIsKeptApart() {
    newTexts = true;
    warmUp = Duration.ofMillis(300);
    purge = true;
    var warm = plan(sessions(2, 1), Behaviour.calm(0));
    var outcome = LoadTest.run(warm, Listener.NONE);
    var warmUp = outcome.warmUp().orElseThrow();
    assertThat(warmUp.begun()).isPositive();
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.latencies().get(Kind.TURN).count()).isEqualTo(2 * MESSAGES);
    assertThat(outcome.purged()).contains(warmUp.begun() + 2);
  }

  @Test
  void endsAtItsBoundOfRequestsAndSaysSo() {
    study = "think-feel";
    most = 200;
    var bounded = plan(new Shape.Soak(3, Duration.ofSeconds(10)), Behaviour.calm(0));
    var outcome = LoadTest.run(bounded, Listener.NONE);
    assertThat(outcome.stages().getFirst().success().orElseThrow().trials()).isEqualTo(200);
    assertThat(outcome.cutShort().orElseThrow()).contains("200 requests");
    assertThat(outcome.isRight()).isTrue();
  }

  @Test
  void anInterruptionEndsItWithWhatWasFoundSoFar() throws InterruptedException {
    var heard = new CountDownLatch(1);
    var outcome = new AtomicReference<Outcome>();
    var plan = plan(new Shape.Soak(3, Duration.ofMinutes(1)), Behaviour.calm(0.02));
    var thread =
        Thread.ofPlatform()
            .start(() ->
                outcome.set(
                    LoadTest.run(
                        plan,
                        progress -> {
                          if (progress.conversations() > 0) {
                            heard.countDown();
                          }
                        })));
    heard.await();
    thread.interrupt();
    thread.join();
    assertThat(outcome.get().cutShort()).contains("It was stopped.");
    assertThat(outcome.get().stages().getFirst().begun()).isPositive();
    assertThat(outcome.get().isRight()).isTrue();
  }

  @Test
  void aWrongKeyIsToldBeforeAnythingIsSent() {
    key = "wrong";
    most = 10;
    var wrong = plan(sessions(1, 1), Behaviour.calm(0));
    assertThatExceptionOfType(LoadTestException.class)
        .isThrownBy(() -> LoadTest.run(wrong, Listener.NONE))
        .withMessageContaining("refuses the key");
  }

  @Test
  void whatComesRightWhenItIsSentAgainCountsOnceFromTheFirstTime() {
    var turns = new AtomicInteger();
    server.refuse =
        request ->
            request.path().equals("/v1/conversation/turns") && turns.getAndIncrement() % 2 == 0
                ? 503
                : 200;
    var outcome = LoadTest.run(plan(sessions(1, 1), Behaviour.calm(0)), Listener.NONE);
    var stage = outcome.stages().getFirst();
    assertThat(outcome.isRight()).isTrue();
    assertThat(stage.failures()).extracting(Failure::count).containsExactly((long) MESSAGES);
    assertThat(stage.replies().count()).isEqualTo(MESSAGES);
    // Between the two attempts it waits for half a second at least.
    assertThat(stage.replies().p50()).isGreaterThan(500);
  }

  @Test
  void aTestInWhichNobodyComesToTheEndIsNotRight() {
    var plan = plan(new Shape.Soak(2, Duration.ofMillis(300)), Behaviour.calm(10));
    var outcome = LoadTest.run(plan, Listener.NONE);
    assertThat(outcome.stages().getFirst().failures()).isEmpty();
    assertThat(outcome.unseen()).hasSize(1);
    assertThat(outcome.isRight()).isFalse();
  }

  @Test
  void pausesEndAtTheBoundOfTime() {
    longest = Duration.ofSeconds(3);
    var bounded =
        plan(new Shape.Sessions(1, 2, Duration.ZERO, Duration.ofMinutes(5)), Behaviour.calm(0));
    var outcome = LoadTest.run(bounded, Listener.NONE);
    assertThat(outcome.stages()).hasSize(1);
    assertThat(outcome.cutShort().orElseThrow()).contains("bound of 3 s");
    assertThat(Requirement.hold(List.of(Requirement.parse("p95<1m")), outcome))
        .extracting(Requirement.Held::stage, Requirement.Held::holds)
        .containsExactly(tuple("session 1", true), tuple("session 2", false));
  }

  @Test
  void arrivalsArePlannedByTheSeedAndCome() {
    var shape = new Shape.Arrivals(40, Duration.ofSeconds(2));
    var first = LoadTest.run(plan(shape, Behaviour.calm(0)), Listener.NONE).stages().getFirst();
    var second = LoadTest.run(plan(shape, Behaviour.calm(0)), Listener.NONE).stages().getFirst();
    var arrivals = first.arrivals().orElseThrow();
    assertThat(arrivals.planned()).isEqualTo(second.arrivals().orElseThrow().planned());
    assertThat(arrivals.planned()).isBetween(50L, 115L);
    assertThat(arrivals.achieved()).isBetween(arrivals.planned() / 2, arrivals.planned());
    assertThat(first.reconciled().isRight()).isTrue();
  }

  @Test
  void stepsMeasureEachNumberOfUsersByItself() {
    var shape = new Shape.Steps(List.of(1, 3), Duration.ofSeconds(2), Duration.ZERO);
    var outcome = LoadTest.run(plan(shape, Behaviour.calm(0.001)), Listener.NONE);
    assertThat(outcome.stages()).extracting(stage -> stage.users()).containsExactly(1, 3);
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.changes()).isEmpty();
  }

  // What the load test asks for itself.

  private static boolean isComparing(HttpServerRequest request) {
    return request.path().startsWith("/v1/loadtest") && request.path().endsWith("/conversations");
  }

  @Test
  void asksAgainForWhatIsStored() {
    var asked = new AtomicInteger();
    server.refuse = request -> isComparing(request) && asked.getAndIncrement() < 2 ? 503 : 200;
    var outcome = run();
    assertThat(outcome.isRight()).isTrue();
    assertThat(outcome.stages().getFirst().reconciled().conversations()).isEqualTo(8);
  }

  @Test
  void keepsWhatItMeasuredWhereTheServerDoesNotTellWhatIsStored() {
    server.refuse = request -> isComparing(request) ? 503 : 200;
    var stage = run().stages().getFirst();
    assertThat(stage.finished()).isEqualTo(8);
    assertThat(stage.reconciled().notCompared().orElseThrow()).contains("status 503");
    assertThat(stage.isRight()).isFalse();
  }

  private Outcome purged() {
    return LoadTest.run(purging(sessions(2, 1)), Listener.NONE);
  }

  private Plan purging(Shape shape) {
    purge = true;
    return plan(shape, Behaviour.calm(0));
  }

  private static boolean isRemoving(HttpServerRequest request) {
    return request.method().equals(HttpMethod.DELETE);
  }

  @Test
  void keepsWhatItMeasuredWhereTheServerDoesNotRemoveIt() {
    server.refuse = request -> isRemoving(request) ? 404 : 200;
    var outcome = purged();
    assertThat(outcome.notPurged().orElseThrow()).contains("status 404");
    assertThat(outcome.isRight()).isTrue();
  }

  /** Else the report could not be written. */
  @Test
  void anInterruptionWhileItRemovesDoesNotOutliveIt() {
    var worker = Thread.currentThread();
    server.refuse =
        request -> {
          if (isRemoving(request)) {
            worker.interrupt();
          }
          return 200;
        };
    var outcome = purged();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(outcome.purged()).contains(2L);
  }

  /** A process that was asked to end is killed if it waits for long. */
  @Test
  void onceStoppedItWaitsBrieflyForWhatIsStored() {
    var worker = Thread.currentThread();
    var asked = new AtomicInteger();
    server.hang = request -> isComparing(request) && asked.incrementAndGet() > 0;
    var outcome =
        LoadTest.run(
            purging(new Shape.Soak(2, Duration.ofMinutes(1))), progress -> worker.interrupt());
    assertThat(outcome.cutShort()).contains("It was stopped.");
    assertThat(outcome.stages().getFirst().reconciled().notCompared().orElseThrow())
        .contains("no whole answer within 5000 ms");
    assertThat(asked).hasValue(1);
    assertThat(outcome.purged().orElseThrow()).isPositive();
  }

  @Test
  void tellsWhyARequestCannotBeSent() {
    key = "two\nlines";
    most = 10;
    var twoLines = plan(sessions(1, 1), Behaviour.calm(0));
    assertThatExceptionOfType(LoadTestException.class)
        .isThrownBy(() -> LoadTest.run(twoLines, Listener.NONE))
        .withMessageContaining("can't be reached");
  }
}
