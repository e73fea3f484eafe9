package combot.readiness;

import combot.loadtest.ServerTiming;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to one server.
 *
 * @param url to which paths are added
 * @param patience within which an answer must be here as a whole
 */
record Requests(HttpClient http, String url, Duration patience) {

  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Each has five seconds. */
  Requests(HttpClient http, String url) {
    this(http, url, PATIENCE);
  }

  /**
   * @param body as it came
   * @param modelNanos what a language model took of it
   */
  record Answer(int status, String body, long modelNanos) {
    /**
     * @throws io.vertx.core.json.DecodeException if it is none
     */
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  Answer get(String path, Map<String, String> headers) throws IOException {
    return send(request(path, headers).GET());
  }

  Answer delete(String path, Map<String, String> headers) throws IOException {
    return send(request(path, headers).DELETE());
  }

  Answer post(String path, Map<String, String> headers, JsonObject body) throws IOException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode())));
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(URI.create(url + path));
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    var sent = http.sendAsync(request.build(), BodyHandlers.ofString());
    try {
      var answer = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          answer.statusCode(),
          answer.body(),
          ServerTiming.modelNanos(answer.headers().firstValue("Server-Timing").orElse(null)));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(patience.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was broken off", e);
    } finally {
      sent.cancel(true); // else the client would wait for it when it is closed
    }
  }
}
