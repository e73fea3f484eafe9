package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.ModelNewsletter;
import combot.store.Store;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told how long a language model took. */
@QuarkusTest
@TestProfile(LoadTestModelTest.WithModel.class)
class LoadTestModelTest extends Served {

  /** A second study, whose model can't be reached until its deadline. */
  public static final class WithModel implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        var folder = Files.createDirectories(Path.of("target", "model-study")).toAbsolutePath();
        return Map.of(
            "combot.study[1]",
            ModelNewsletter.in(folder, "10s").toString(),
            "combot.openai.url",
            "http://127.0.0.1:1/v1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject Store store;

  @AfterEach
  void leaveNothing() {
    store.loadTests().removeAll(Long.MAX_VALUE);
  }

  private String begin(String requestId, String... headers) {
    var body = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(requestId);
    return client
        .post("/v1/studies/" + ModelNewsletter.ID + "/conversations", body, headers)
        .string("token");
  }

  private Client.Reply say(String token) {
    var body = "{\"turnId\": \"t1\", \"text\": \"two of them, hardly ever\"}";
    return client.post("/v1/conversation/turns", body, "Authorization", "Bearer " + token);
  }

  private String generation(String token, String what) {
    return tables
        .texts(
            "select %s from generation where conversation_id = ?".formatted(what),
            conversation(token))
        .getFirst();
  }

  @Test
  void aLoadTestSpendsNothingAndIsToldWhatAModelTook() throws IOException {
    var key = Files.readString(data.resolve("loadtest.key")).strip();
    var token =
        begin(
            "load-test-with-a-model",
            "X-Combot-Loadtest-Key",
            key,
            "X-Combot-Loadtest-Run",
            "run-1");
    var told = say(token).header("Server-Timing");
    assertThat(told)
        .isEqualTo("model;dur=" + generation(token, "queued_ms + computed_ms"))
        .isNotEqualTo("model;dur=0");
    assertThat(say(token).header("Server-Timing")).isEqualTo(told);
    assertThat(generation(token, "source || ' ' || errors || ' ' || cost"))
        .startsWith("FALLBACK [\"load-test\"")
        .endsWith(" 0.0");
  }

  @Test
  void nobodyElseLearnsThatAModelWasAsked() {
    var token = begin("somebody-who-takes-part");
    assertThat(say(token).header("Server-Timing")).isEmpty();
    assertThat(say(token).header("Server-Timing")).isEmpty();
    assertThat(generation(token, "errors")).contains("connection").doesNotContain("load-test");
    assertThat(Integer.parseInt(generation(token, "queued_ms + computed_ms"))).isPositive();
  }
}
