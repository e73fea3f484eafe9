package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Store;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversations that only test the server. */
@QuarkusTest
class LoadTestApiTest extends Served {

  private static final String BEGIN = "/v1/studies/think-feel/conversations";

  @Inject Store store;

  @AfterEach
  void leaveNothing() {
    store.loadTests().removeAll(Long.MAX_VALUE);
  }

  private String key() {
    try {
      return Files.readString(data.resolve("loadtest.key")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Client.Reply begin(String... headers) {
    var body = Client.JSON.createObjectNode().put("consent", true);
    body.put("requestId", UUID.randomUUID().toString()).putObject("parameters");
    return client.post(BEGIN, body.toString(), headers);
  }

  private Client.Reply beginTest(String run) {
    return begin("X-Combot-Loadtest-Key", key(), "X-Combot-Loadtest-Run", run);
  }

  private Client.Reply ask(String method, String path, String... headers) {
    return client.send(method, path, BodyPublishers.noBody(), headers);
  }

  private Client.Reply ask(String method, String path) {
    return ask(method, path, "X-Combot-Loadtest-Key", key());
  }

  @Test
  void holdsATestsConversationAsAnyOtherAndKeepsItApart() {
    var token = beginTest("run-1").string("token");
    var said =
        Client.JSON.createObjectNode().put("turnId", "t1").put("text", "my parcel never came");
    var answer =
        client.post("/v1/conversation/turns", said.toString(), "Authorization", "Bearer " + token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(column(token, "study_id")).isEqualTo("think-feel@loadtest:run-1");

    var page = ask("GET", "/v1/loadtest/run-1/conversations").json();
    assertThat(page.get("next").isNull()).isTrue();
    var told = page.get("conversations").get(0);
    assertThat(told.get("study").asText()).isEqualTo("think-feel");
    assertThat(told.get("class").asText()).isEqualTo("B");
    assertThat(told.get("condition").properties()).hasSize(3);
    var turns = told.get("turns");
    assertThat(turns.get(1).get("text").asText()).isEqualTo("my parcel never came");
    assertThat(turns.get(1).get("words").isNull()).isTrue();
    assertThat(turns.get(2).get("words").asText()).isEqualTo("scripted");
    assertThat(turns.get(1).get("turnId").asText()).isEqualTo("t1");
    assertThat(turns.get(2).get("text")).isEqualTo(answer.json().get("replies").get(0).get("text"));
    assertThat(ask("GET", "/v1/loadtest").json().get("runs").get(0).get("conversations").asInt())
        .isEqualTo(1);
  }

  @Test
  void pagesThroughARun() {
    Stream.of(1, 2, 3).forEach(_ -> beginTest("run-2"));
    var first = ask("GET", "/v1/loadtest/run-2/conversations?limit=2").json();
    assertThat(first.get("conversations")).hasSize(2);
    var rest =
        ask("GET", "/v1/loadtest/run-2/conversations?limit=2&after=" + first.get("next").asText())
            .json();
    assertThat(rest.get("conversations")).hasSize(1);
    assertThat(rest.get("next").isNull()).isTrue();
  }

  @Test
  void removesWhatItIsAskedTo() {
    var before = tables.everything();
    beginTest("run-3");
    beginTest("run-4");
    assertThat(ask("DELETE", "/v1/loadtest/run-3?limit=0").status()).isEqualTo(400);
    assertThat(ask("DELETE", "/v1/loadtest/run-3?limit=200").json().get("conversations").asInt())
        .isEqualTo(1);
    assertThat(ask("DELETE", "/v1/loadtest").json().get("conversations").asInt()).isEqualTo(1);
    assertThat(tables.everything()).isEqualTo(before);
  }

  @Test
  void givesTheStudyByWhichItServes() {
    var file = ask("GET", "/v1/loadtest/studies/think-feel/file");
    assertThat(file.header("content-type")).startsWith("application/yaml");
    assertThat(file.text()).contains("study: think-feel", "factors:");
    assertThat(ask("GET", "/v1/loadtest/studies/nope/file").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/loadtest",
    "DELETE, /v1/loadtest",
    "GET, /v1/loadtest/run-5/conversations",
    "DELETE, /v1/loadtest/run-5",
    "GET, /v1/loadtest/studies/think-feel/file",
  })
  void opensNothingWithoutTheKey(String method, String path) {
    beginTest("run-5");
    var before = tables.everything();
    for (var given : Stream.of("x", key().substring(1), key() + "x").toList()) {
      var refused = ask(method, path, "X-Combot-Loadtest-Key", given);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.string("detail")).contains("loadtest.key").doesNotContain(key());
    }
    assertThat(ask(method, path, "Accept", "*/*").status()).isEqualTo(403);
    assertThat(tables.everything()).isEqualTo(before);
  }

  @Test
  void beginsNothingWithAWrongKeyOrRun() {
    var before = tables.everything();
    assertThat(begin("X-Combot-Loadtest-Key", "x", "X-Combot-Loadtest-Run", "run-6").status())
        .isEqualTo(403);
    assertThat(begin("X-Combot-Loadtest-Run", "run-6").status()).isEqualTo(403);
    for (var run : Stream.of("", "A", "a_b", "%", "a".repeat(41)).toList()) {
      assertThat(beginTest(run).status()).as(run).isEqualTo(400);
    }
    assertThat(begin("X-Combot-Loadtest-Key", key()).status()).isEqualTo(400);
    assertThat(ask("GET", "/v1/loadtest/run-6/conversations?limit=0").status()).isEqualTo(400);
    assertThat(tables.everything()).isEqualTo(before);
  }
}
