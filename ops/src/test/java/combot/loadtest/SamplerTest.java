package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplerTest {

  private static final byte[] METRICS =
      """
      combot_gc_pause_max_seconds 0.9
      combot_gc_pause_max_seconds{worker="1"} 0.012
      combot_gc_pause_max_seconds{worker="2"} 0.25
      """
          .getBytes();

  @Test
  void tellsTheLongestPauseOfAnyWorker() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    http.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, METRICS.length);
          exchange.getResponseBody().write(METRICS);
          exchange.close();
        });
    http.start();
    try (var wire = new Wire(URI.create("http://127.0.0.1:" + http.getAddress().getPort()));
        var sampler = new Sampler(wire, false, () -> 1, System.nanoTime())) {
      while (sampler.samples().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(sampler.samples().getFirst().figures()).containsEntry("gc.longest", 250.0);
    } finally {
      http.stop(0);
    }
  }
}
