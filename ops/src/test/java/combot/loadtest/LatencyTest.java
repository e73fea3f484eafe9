package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Times as they are measured, against what the server itself knows. */
@Timeout(60)
class LatencyTest extends AgainstAStub {

  private static final int REQUESTS = 300;

  /**
   * Asks a server that answers after a delay.
   *
   * @param millis of the nth request
   * @return what was measured; {@code truth} gets what the server took, microseconds
   */
  private static Latencies measured(LongUnaryOperator millis, Queue<Long> truth) throws Exception {
    var vertx = Vertx.vertx();
    var numbers = new AtomicLong();
    var server =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              long came = System.nanoTime();
              vertx.setTimer(
                  millis.applyAsLong(numbers.getAndIncrement()),
                  _ -> {
                    request.response().end("{}");
                    truth.add((System.nanoTime() - came) / 1_000);
                  });
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var recorder = new Recorder();
    try (var wire = new Wire(URI.create("http://127.0.0.1:" + server.actualPort()))) {
      // The server does not know how long its connections take to be made.
      ask(wire, new Recorder());
      truth.clear();
      numbers.set(0);
      ask(wire, recorder);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    return recorder.replies();
  }

  private static void ask(Wire wire, Recorder recorder) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < REQUESTS; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            var reply = wire.exchange(Request.get("/"));
            recorder.answered(Kind.TURN, reply.began(), reply.ended(), 0);
          }));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  /** Milliseconds at the pth percentile, by the definition. */
  private static double at(Queue<Long> micros, double p) {
    var sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[(int) Math.ceil(p / 100 * sorted.length) - 1] / 1e3;
  }

  @Test
  void percentilesOfAFixedDelayAreThoseOfTheServer() throws Exception {
    var truth = new ConcurrentLinkedQueue<Long>();
    var measured = measured(_ -> 3_000, truth);
    assertThat(measured.count()).isEqualTo(REQUESTS);
    assertThat(measured.p50()).isCloseTo(at(truth, 50), withinPercentage(2));
    assertThat(measured.p95()).isCloseTo(at(truth, 95), withinPercentage(2));
  }

  @Test
  void percentilesOfABimodalDelayAreThoseOfTheServer() throws Exception {
    var truth = new ConcurrentLinkedQueue<Long>();
    var measured = measured(number -> number % 5 == 0 ? 6_000 : 2_500, truth);
    assertThat(measured.p50()).isCloseTo(at(truth, 50), withinPercentage(2));
    assertThat(measured.p90()).isCloseTo(at(truth, 90), withinPercentage(2));
    assertThat(measured.p95()).isCloseTo(at(truth, 95), withinPercentage(2));
    assertThat(measured.p90()).isGreaterThan(2 * measured.p50());
  }

  @Test
  void percentilesAreExactToAThousandth() {
    var histogram = new Histogram(3);
    var values =
        IntStream.range(0, 10_000)
            .mapToLong(_ -> (long) (Math.exp(ThreadLocalRandom.current().nextGaussian()) * 50_000))
            .sorted()
            .peek(histogram::recordValue)
            .toArray();
    var measured = Latencies.of(histogram);
    assertThat(measured.p50()).isCloseTo(values[4_999] / 1e3, withinPercentage(0.1));
    assertThat(measured.p99()).isCloseTo(values[9_899] / 1e3, withinPercentage(0.1));
    assertThat(measured.max()).isCloseTo(values[9_999] / 1e3, withinPercentage(0.1));
    assertThat(measured.mean())
        .isCloseTo(Arrays.stream(values).average().orElseThrow() / 1e3, withinPercentage(0.1));
  }

  /**
   * A server that stalls keeps a closed model's people from sending, so that hardly anything is
   * slow; in the open model all who come meanwhile wait, and are counted.
   */
  @Test
  void aStallShowsInTheOpenModelAndHidesInTheClosedOne() {
    var open = stalled(new Shape.Arrivals(100, Duration.ofSeconds(3)), 500, 2_000);
    var closed = stalled(new Shape.Soak(1, Duration.ofSeconds(3)), 500, 2_000);
    assertThat(open.of(Kind.PAGE).p90()).isGreaterThan(300);
    assertThat(closed.of(Kind.PAGE).p90()).isLessThan(open.of(Kind.PAGE).p90());
    assertThat(closed.all().p50()).isLessThan(open.of(Kind.PAGE).p90());
  }

  /** What is held up when a stage ends was meant to come in it, and counts. */
  @Test
  void aStallAtTheEndOfAStageShows() {
    var stage = stalled(new Shape.Soak(4, Duration.ofSeconds(3)), 1_500, 5_000);
    assertThat(stage.all().max()).isGreaterThan(1_000);
    assertThat(stage.series().getLast().requests()).isZero();
  }

  /** Each body is on its way for more than a second, and that is not the server's time. */
  @Test
  void aSlowNetworkIsNotCountedInTheOpenModelEither() {
    var calm = Behaviour.calm(0);
    var slow = new Behaviour(calm.think(), calm.typing(), 0, 0, -1, 0, 0, 1, Duration.ZERO, 100);
    try (var server = new StubServer()) {
      var stage = measured(server, new Shape.Arrivals(10, Duration.ofSeconds(4)), slow);
      assertThat(stage.of(Kind.BEGIN).count()).isPositive();
      assertThat(stage.of(Kind.BEGIN).p50()).isLessThan(1_000);
    }
  }

  private static Outcome.StageOutcome stalled(Shape shape, long from, long until) {
    try (var server = new StubServer()) {
      server.stallFrom = from;
      server.stallUntil = until;
      return measured(server, shape, Behaviour.calm(0));
    }
  }

  private static Outcome.StageOutcome measured(
      StubServer server, Shape shape, Behaviour behaviour) {
    var plan =
        new Plan(
            server.url(),
            "think-feel",
            StubServer.KEY,
            "stalled",
            shape,
            behaviour,
            1,
            Optional.empty(),
            false,
            Duration.ZERO,
            Duration.ofMinutes(1),
            100_000,
            false);
    return LoadTest.run(plan, Listener.NONE).stages().getFirst();
  }

  @Test
  void aLanguageModelsOwnTimeCountsApart() {
    server.serverTiming = "db;dur=2, model;dur=5000.5";
    var times = run().latencies();
    assertThat(times.get(Kind.MODEL).count()).isEqualTo(times.get(Kind.TURN).count());
    assertThat(times.get(Kind.MODEL).p50()).isCloseTo(5_000.5, withinPercentage(0.2));
    assertThat(times.get(Kind.TURN).max()).isLessThan(5_000);
  }
}
