package combot.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One participant at {@code /v1}, whose messages may be answered by a model. For one thread. */
final class ModelTalk {

  static final String STUDY = "think-feel";

  /** What a participant of it says, the first six of seven. */
  static final List<String> MESSAGES =
      List.of(
          "The kettle that I bought from you broke after two weeks.",
          "In spring, I think it was in April.",
          "I wrote to them twice and heard nothing.",
          "About sixty, so not a fortune.",
          "Nobody explained anything to me.",
          "I would like it to be put right.");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final String url;
  private String token;

  /** What was answered, and nanoseconds until it was. */
  record Timed(JsonObject answer, long nanos) {

    /** What the bot said first. */
    String text() {
      return answer.getJsonArray("replies", new JsonArray()).getJsonObject(0).getString("text");
    }
  }

  ModelTalk(HttpClient http, String url) {
    this.http = http;
    this.url = url;
  }

  /**
   * @throws IOException also for any status but success
   */
  Timed begin(String study) throws IOException {
    var body =
        new JsonObject()
            .put("consent", true)
            .put("requestId", UUID.randomUUID().toString())
            .put("parameters", new JsonObject());
    var begun = send("POST", "/v1/studies/" + study + "/conversations", body);
    token = begun.answer().getString("token");
    return begun;
  }

  /** As {@link #begin}. */
  Timed say(String text) throws IOException {
    return say(UUID.randomUUID().toString(), text);
  }

  /**
   * As {@link #begin}.
   *
   * @param turnId of a message that was sent before: it is sent again
   */
  Timed say(String turnId, String text) throws IOException {
    var body = new JsonObject().put("turnId", turnId).put("text", text);
    return send("POST", "/v1/conversation/turns", body);
  }

  /** As {@link #begin}. */
  Timed read() throws IOException {
    return send("GET", "/v1/conversation", null);
  }

  private Timed send(String method, String path, JsonObject body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    long began = System.nanoTime();
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException("%s %s: status %d".formatted(method, path, response.statusCode()));
      }
      return new Timed(new JsonObject(response.body()), System.nanoTime() - began);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
