package combot.readiness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Requests to one server; each has five seconds. */
record Requests(HttpClient http, String url) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * @param body as it came
   */
  record Answer(int status, String body) {
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
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was broken off", e);
    }
  }
}
