package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CacheProbeTest {

  private static final CacheProbe PROBE = new CacheProbe();

  @TempDir Path folder;

  /** What is said of a server that answers so, after so many milliseconds. */
  private Line answered(String answer, long millis) throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(server, answer, millis));
      var looked = new Looked(folder);
      looked.configuration.put("redis", "redis://127.0.0.1:" + server.getLocalPort());
      return looked.line(PROBE, "cache.round-trip");
    }
  }

  private static void answer(ServerSocket server, String answer, long millis) {
    try (var socket = server.accept()) {
      socket.getInputStream().readNBytes("PING\r\n".length());
      long until = System.nanoTime() + millis * 1_000_000;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      socket.getOutputStream().write(answer.getBytes());
    } catch (IOException e) {
      // the test ends
    }
  }

  @Test
  void aRefusalForWantOfAPasswordIsARoundTripToo() throws Exception {
    assertThat(answered("-NOAUTH Authentication required.\r\n", 0).value()).endsWith(" ms");
    assertThat(answered("+PONG\r\n", 0).state()).isNotEqualTo(State.NOT_MEASURED);
  }

  @Test
  void tellsOfASlowOneAndOfOneThatIsNone() throws Exception {
    assertThat(answered("+PONG\r\n", 150).state()).isEqualTo(State.FAIL);
    assertThat(answered("HTTP/1.1 400\r\n", 0).value()).endsWith("what answers is no Redis");
    assertThat(answered("+PONG\r\n", 1_500).value()).contains("does not answer");
  }

  @Test
  void thereMayBeNoneToReach() {
    assertThat(new Looked(folder).line(PROBE, "cache.round-trip").value())
        .startsWith("in each worker's own memory");
  }

  @Test
  void tellsWhichWorkerDoesNotUseIt() {
    var looked =
        new Looked(folder)
            .worker(1, 11, cache("ok", null))
            .worker(2, 12, cache("degraded", "WRONGPASS"));
    assertThat(looked.line(PROBE, "cache.used"))
        .returns(State.WARN, Line::state)
        .returns("not by worker 2 (WRONGPASS)", Line::value);
    looked.workers.remove(1);
    assertThat(looked.state(PROBE, "cache.used")).isEqualTo(State.PASS);
  }

  private static JsonObject cache(String state, String why) {
    return new JsonObject().put("cache", new JsonObject().put("state", state).put("why", why));
  }
}
