package combot.readiness;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A conversation that counts as a load test's, and is removed when this is closed. */
record TestConversation(Requests requests, Map<String, String> headers, String run)
    implements AutoCloseable {

  static final String KEY = "X-Combot-Loadtest-Key";

  /** With which the names of a check's runs begin. */
  static final String RUN_PREFIX = "check-";

  /** What a server did is not what it should. */
  static final class Wrong extends Exception {
    Wrong(String message) {
      super(message);
    }
  }

  static TestConversation with(Requests requests, String key) {
    var run = freshRun();
    return new TestConversation(requests, Map.of(KEY, key, "X-Combot-Loadtest-Run", run), run);
  }

  /** A name under which a check's conversations are stored. */
  static String freshRun() {
    return RUN_PREFIX + UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * The key for load tests.
   *
   * @throws IOException if it can't be read; its message is for the report
   */
  static String key(Context context) throws IOException {
    try {
      return Files.readString(context.data().resolve("loadtest.key")).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "the data folder has no key for load tests: start a Combot of this version", e);
    } catch (IOException e) {
      throw new IOException("the key for load tests can't be read: " + e, e);
    }
  }

  /** Why a server takes no conversations of a load test; else a participant's would be begun. */
  static Optional<String> refusal(Requests requests, String key) {
    try {
      var answer = requests.get("/v1/loadtest", Map.of(KEY, key));
      return answer.status() == 200 && answer.json().containsKey("runs")
          ? Optional.empty()
          : Optional.of("it takes no load tests, status " + answer.status());
    } catch (IOException | DecodeException e) {
      return Optional.of("it does not answer: " + e);
    }
  }

  /** Returns the token of the conversation. */
  String begin(String study) throws IOException, Wrong {
    var begun =
        requests.post(
            "/v1/studies/" + study + "/conversations",
            headers,
            new JsonObject().put("consent", true).put("requestId", UUID.randomUUID().toString()));
    if (begun.status() != 201) {
      throw new Wrong("begins no conversation, status " + begun.status());
    }
    return begun.json().getString("token");
  }

  /** Headers of its turns; with the key, for which they are no visit of a participant's. */
  Map<String, String> authorised(String token) {
    var all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + token);
    return all;
  }

  /** The conversation as it is stored, in a list. */
  JsonArray stored() throws IOException {
    return requests
        .get("/v1/loadtest/" + run + "/conversations?limit=1", headers)
        .json()
        .getJsonArray("conversations");
  }

  @Override
  public void close() throws IOException, Wrong {
    var removed = requests.delete("/v1/loadtest/" + run, headers);
    if (removed.status() != 200) {
      throw new Wrong(
          "does not remove what was told, status %d: ./combot loadtest --purge"
              .formatted(removed.status()));
    }
  }
}
