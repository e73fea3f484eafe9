package combot.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * Speaks HTTP to the server under test, and fails where an exchange is not as documented. Keeps no
 * cookies by itself.
 */
final class Client {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;

  Client(URI base) {
    this.base = base;
  }

  record Reply(int status, HttpHeaders headers, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + status + " " + text, e);
      }
    }

    String string(String field) {
      return json().path(field).asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The cookie that it sets, without its attributes. */
    Optional<String> cookie() {
      return headers.firstValue("set-cookie").map(it -> it.split(";", 2)[0]);
    }
  }

  Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** Posts JSON. */
  Reply post(String path, String body, String... headers) {
    var all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    var reply = send("POST", path, BodyPublishers.ofString(body), all);
    if (reply.status() < 300) {
      OpenApi.documented().checkRequest(path, body);
    }
    return reply;
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body)
            .timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      var reply = new Reply(response.statusCode(), response.headers(), response.body());
      OpenApi.documented().checkReply(method, path, reply);
      return reply;
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
