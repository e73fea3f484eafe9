package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LoopTest {

  @Test
  void countsAClosedConnectionAsAFailureAndConnectsAgain() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var accepting = Thread.ofVirtual().start(() -> closeEach(server, 4));
      var load = new Load(Extent.of(3), () -> new BareScript("stub"), LoopTest::noCpu);

      new Loop(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), load).run(1);

      accepting.join();
      var measured = load.measured(new Scenario(Scenario.What.BARE, 1));
      assertThat(measured.tally().failed()).isEqualTo(3);
      assertThat(measured.tally().times().getTotalCount()).isZero();
    }
  }

  private static Cpu noCpu() {
    return new Cpu(new LinkedHashMap<>(), 0, 0);
  }

  private static Cpu cpu() {
    return new Cpu(new LinkedHashMap<>(Map.of("server", System.nanoTime() / 1e9)), 0, 0);
  }

  private static void closeEach(ServerSocket server, int connections) {
    try {
      for (int i = 0; i < connections; i++) {
        try (var socket = server.accept()) {
          socket.getInputStream().read(); // The last is closed by the other side without a word.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thinksBeforeEachRequest() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var thoughts = new AtomicLong();
      var load = new Load(Extent.of(12), () -> new BareScript("stub"), LoopTest::noCpu);
      long began = System.nanoTime();

      new Loop(
              server.target().address(),
              load,
              () -> {
                thoughts.incrementAndGet();
                return 50_000_000;
              })
          .run(3);

      assertThat(load.measured(new Scenario(Scenario.What.BARE, 3)).requests()).isEqualTo(12);
      assertThat(thoughts).hasValue(12);
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(4 * 50_000_000L);
    }
  }

  @Test
  void connectsAgainWhereTheServerHungUpDuringAThought() throws Exception {
    try (var server = new StubServer(UnaryOperator.identity());
        var impatient = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var first = new AtomicLong(1);
      var load = new Load(Extent.of(1), () -> new BareScript("stub"), LoopTest::noCpu);
      var accepting = Thread.ofVirtual().start(() -> hangUpOnce(impatient, server));

      new Loop(
              new InetSocketAddress(impatient.getInetAddress(), impatient.getLocalPort()),
              load,
              () -> 200_000_000 * first.getAndDecrement())
          .run(1);

      accepting.join();
      var tally = load.measured(new Scenario(Scenario.What.BARE, 1)).tally();
      assertThat(tally.failures()).isEmpty();
      assertThat(tally.times().getTotalCount()).isEqualTo(1);
    }
  }

  /** The first connection is closed without a word, the second is passed on. */
  private static void hangUpOnce(ServerSocket impatient, StubServer server) {
    try {
      impatient.accept().close();
      try (var from = impatient.accept();
          var to =
              new Socket(
                  server.target().address().getAddress(), server.target().address().getPort())) {
        var there = Thread.ofVirtual().start(() -> copy(from, to));
        copy(to, from);
        there.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // Either side may hang up at the end.
    }
  }

  @Test
  void stopsWhenItIsToldAndLeadsConversationsToTheirEnd() throws Exception {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var runner = new Runner(server.target(), new Texts(0), _ -> {});
      var load =
          new Load(
              Extent.of(Duration.ofDays(1)), () -> runner.conversation(false), LoopTest::noCpu);
      var running =
          CompletableFuture.runAsync(() -> {
            try {
              new Loop(server.target().address(), load).run(3);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      while (load.begun() < 10) {
        Thread.onSpinWait();
      }
      load.stop();
      running.join();

      assertThat(runner.sent().whole()).isEqualTo(load.begun());
    }
  }

  @Test
  void measuresNoLongerThanItsTime() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var load =
          new Load(Extent.of(Duration.ofMillis(200)), () -> new BareScript("stub"), LoopTest::cpu);

      new Loop(server.target().address(), load).run(3);

      var measured = load.measured(new Scenario(Scenario.What.BARE, 3));
      assertThat(measured.seconds()).isBetween(0.2, 1.0);
      assertThat(measured.cpu().server())
          .isCloseTo(measured.seconds(), org.assertj.core.data.Offset.offset(0.05));
      assertThat(measured.perSecond()).isPositive();
    }
  }
}
