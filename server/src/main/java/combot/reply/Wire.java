package combot.reply;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Map;

/** What carries a question to an endpoint. Safe for many threads. */
interface Wire extends AutoCloseable {

  /**
   * A question as it is sent.
   *
   * @param headers with the key
   */
  record Request(String url, Map<String, String> headers, String body) {
    @Override
    public String toString() {
      return "request to " + url;
    }
  }

  /**
   * What came.
   *
   * @param body to be closed; no longer than {@link Network#LONGEST_BODY}
   */
  record Response(int status, HttpHeaders headers, InputStream body) {}

  /**
   * Waits for status and headers, until the thread is interrupted.
   *
   * @throws IOException if there is no connection, or it is lost
   */
  Response send(Request request) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
