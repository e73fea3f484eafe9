package combot.readiness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestsTest {

  @Test
  void doesNotWaitForAnAnswerWhoseEndDoesNotCome() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var http = HttpClient.newHttpClient()) {
      Thread.ofVirtual().start(() -> answerInPart(server));
      var url = "http://127.0.0.1:" + server.getLocalPort();
      var requests = new Requests(http, url, Duration.ofSeconds(1));
      assertThatThrownBy(() -> requests.get("/", Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessage("no answer within 1 s");
    }
  }

  private static void answerInPart(ServerSocket server) {
    try (var socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // closed
    }
  }
}
