package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LoopTest {

  @Test
  void countsAClosedConnectionAsAFailureAndConnectsAgain() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var accepting = Thread.ofVirtual().start(() -> closeEach(server, 4));
      var load = new Load(Extent.of(3), () -> new BareScript("stub"), () -> new Cpu(0, 0, 0));

      new Loop(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), load).run(1);

      accepting.join();
      var measured = load.measured(new Scenario(Scenario.What.BARE, 1));
      assertThat(measured.tally().failed()).isEqualTo(3);
      assertThat(measured.tally().times().getTotalCount()).isZero();
    }
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
  void measuresNoLongerThanItsTime() throws IOException {
    try (var server = new StubServer(UnaryOperator.identity())) {
      var load =
          new Load(
              Extent.of(Duration.ofMillis(200)),
              () -> new BareScript("stub"),
              () -> new Cpu(System.nanoTime() / 1e9, 0, 0));

      new Loop(server.target().address(), load).run(3);

      var measured = load.measured(new Scenario(Scenario.What.BARE, 3));
      assertThat(measured.seconds()).isBetween(0.2, 1.0);
      assertThat(measured.cpu().server())
          .isCloseTo(measured.seconds(), org.assertj.core.data.Offset.offset(0.05));
      assertThat(measured.perSecond()).isPositive();
    }
  }
}
