package combot.readiness;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection to a Redis without TLS, for a few commands. For one thread. */
final class RedisClient implements Closeable {

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int PORT = 6379;

  private final Socket socket;
  private final InputStream in;

  /**
   * @param address {@code redis://user:password@host:port}; user and password may be absent
   * @throws IOException if it does not answer, or wants another password
   */
  RedisClient(URI address) throws IOException {
    socket = new Socket();
    socket.connect(
        new InetSocketAddress(address.getHost(), address.getPort() < 0 ? PORT : address.getPort()),
        PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    if (address.getRawUserInfo() != null) {
      var words = address.getRawUserInfo().split(":", 2);
      var user = decoded(words[0]);
      say(
          user.isEmpty()
              ? List.of("AUTH", decoded(words[1]))
              : List.of("AUTH", user, decoded(words[1])));
    }
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * What it answers with, a line or a text.
   *
   * @throws IOException if it refuses, with its words
   */
  String say(List<String> words) throws IOException {
    var out = new StringBuilder("*" + words.size() + "\r\n");
    for (var word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      out.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(out.toString().getBytes(StandardCharsets.UTF_8));
    var first = line();
    return switch (first.isEmpty() ? ' ' : first.charAt(0)) {
      case '+', ':' -> first.substring(1);
      case '$' -> text(Integer.parseInt(first.substring(1)));
      default -> throw new IOException("Redis says " + first);
    };
  }

  private String text(int length) throws IOException {
    var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    line();
    return text;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.append((char) one);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
