package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stub as a process, asked over a socket. */
@Timeout(60)
class StubProcessTest {

  private static final Path STUDY = Path.of("..", "studies", "think-feel.yaml");

  @Test
  void takesItsDelaysByTurnsAndKnowsHowLongItTook() throws Exception {
    try (var stub = StubProcess.start(STUDY, List.of(30, 90))) {
      var address = new InetSocketAddress("127.0.0.1", URI.create(stub.url()).getPort());
      for (int i = 0; i < 4; i++) {
        assertThat(Page.get(address, "/v1/studies/think-feel"))
            .hasValueSatisfying(page -> assertThat(page.says("study", "think-feel")).isTrue());
      }
      // Neither the load test's own requests nor this question count.
      assertThat(Page.get(address, "/metrics").orElseThrow().status()).isEqualTo(404);
      var truth = stub.truth();
      assertThat(truth.getLong("count")).isEqualTo(4);
      assertThat(truth.getLong("p50")).isGreaterThanOrEqualTo(30_000);
      assertThat(truth.getLong("p99")).isGreaterThanOrEqualTo(90_000);
    }
  }
}
