package combot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks a server for what the participant page asks. Safe for many threads. */
final class PageClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Supplier<String> url;

  PageClient(WorkerProcess worker) {
    this.url = worker::url;
  }

  PageClient(GatewayProcess gateway) {
    this.url = gateway::url;
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  /** Begins a conversation of the default study. */
  HttpResponse<String> begin(String requestId) {
    return begin("think-feel", requestId);
  }

  HttpResponse<String> begin(String study, String requestId) {
    var body = JSON.createObjectNode().put("consent", true).put("requestId", requestId);
    return send(
        request("/v1/studies/" + study + "/conversations")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Says something; the turn's id follows from its number. */
  HttpResponse<String> say(String token, int number, String text) {
    var body = JSON.createObjectNode().put("turnId", "t" + number).put("text", text);
    return send(
        request("/v1/conversation/turns")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url.get() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(request.build().uri().toString(), e);
    }
  }

  static JsonNode json(HttpResponse<String> reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new AssertionError(reply.body(), e);
    }
  }

  /** The check of that name in an answer of {@code /health/ready}. */
  static JsonNode check(HttpResponse<String> health, String name) {
    for (var check : json(health).get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + health.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
