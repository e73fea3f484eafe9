package combot.warm;

import combot.store.Token;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends played requests to this worker. By the JDK's oldest client: it is small, and gone with what
 * it needed. Safe for many threads.
 */
final class Requests {

  private static final int PATIENCE = (int) Duration.ofSeconds(5).toMillis();

  /**
   * @param body empty where the answer is an error
   * @param cookie what to send back, or {@code null}
   */
  record Answer(int status, String body, String cookie) {
    boolean isRight() {
      return status / 100 == 2;
    }
  }

  private final URI worker;
  private final Token secret;
  private final LongAdder answered = new LongAdder();
  private final LongAdder refused = new LongAdder();

  Requests(URI worker, Token secret) {
    this.worker = worker;
    this.secret = secret;
  }

  /** Requests that were answered, rightly or not. */
  long answered() {
    return answered.sum();
  }

  /** Those of them whose answer was an error, as where a study is full, or a wrong one. */
  long refused() {
    return refused.sum();
  }

  /** An answer was no error, but is not what it should be. */
  void wrong() {
    refused.increment();
  }

  Answer get(String path, Map<String, String> headers) throws IOException {
    return answer(open(path, headers));
  }

  Answer post(String path, Map<String, String> headers, String json) throws IOException {
    var all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    var connection = open(path, all);
    var body = json.getBytes(StandardCharsets.UTF_8);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (var out = connection.getOutputStream()) {
      out.write(body);
    }
    return answer(connection);
  }

  private HttpURLConnection open(String path, Map<String, String> headers) throws IOException {
    var url = worker.resolve(path).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE);
    connection.setReadTimeout(PATIENCE);
    connection.setRequestProperty(Stage.SECRET, secret.secret());
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    answered.increment();
    if (status >= 400) {
      refused.increment();
      if (connection.getErrorStream() != null) {
        connection.getErrorStream().close();
      }
      return new Answer(status, "", null);
    }
    try (var in = connection.getInputStream()) {
      var cookie = connection.getHeaderField("Set-Cookie");
      return new Answer(
          status,
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          cookie == null ? null : cookie.split(";", 2)[0]);
    }
  }
}
