package combot.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a server says of itself at some path; not for load. */
record Page(int status, String body) {

  private static final int PATIENCE_MILLIS = 5_000;

  /** Asks for it on a connection of its own; empty where no whole answer comes. */
  static Optional<Page> get(InetSocketAddress server, String path) {
    try (var socket = new Socket()) {
      socket.connect(server, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      var request = "GET " + path + " HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var parts = answer.split("\r\n\r\n", 2);
      return answer.matches("(?s)HTTP/1\\.[01] \\d{3}.*\r\n\r\n.*")
          ? Optional.of(new Page(Integer.parseInt(answer.substring(9, 12)), parts[1]))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Whether it is JSON that somewhere has this string under this name. */
  boolean says(String name, String value) {
    return body.replaceAll("\\s", "").contains("\"" + name + "\":\"" + value + "\"");
  }

  /** The greatest value that a page of Prometheus metrics has for a name, over all labels. */
  OptionalDouble greatest(String metric) {
    return body.lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max();
  }
}
