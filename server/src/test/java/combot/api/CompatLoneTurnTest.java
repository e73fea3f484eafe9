package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns that come without cookie and token, as old scripts send them. */
@QuarkusTest
class CompatLoneTurnTest extends Served {

  private static final String WORDS = "The zipper of my new jacket broke after two days.";

  @ParameterizedTest
  @CsvSource({
    "0, 1, A, true",
    "1, 2, A, true",
    "2, 3, B, false",
    "3, 4, B, false",
    "5, 6, B, false"
  })
  void getsAReplyForItsIndex(int index, int answered, String complaintClass, boolean scored) {
    int slots = tables.count("slot");
    var reply =
        client.post(
            "/api/random/",
            "{\"message\": \"%s\", \"index\": %d, \"classType\": \"B\"}".formatted(WORDS, index));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.string("reply")).isNotBlank();
    assertThat(reply.json().get("index").asInt()).isEqualTo(answered);
    assertThat(reply.string("classType")).isEqualTo(complaintClass);
    var scenario = reply.json().get("scenario");
    assertThat(scenario.has("product_type_breakdown")).isEqualTo(scored);
    if (scored) {
      assertThat(scenario.get("product_type_breakdown").get("A").asDouble()).isGreaterThan(0.4);
    }
    assertThat(reply.json().has("callClosingMessage")).isEqualTo(index == 5);
    var token = scenario.get("conversation").asText();
    assertThat(reply.cookie()).contains("sessionid=" + token);
    assertThat(column(token, "origin")).isEqualTo("UNLINKED");
    assertThat(column(token, "slot")).isEqualTo("null");
    assertThat(tables.count("slot")).isEqualTo(slots);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ", \"index\": -1", ", \"index\": 7", ", \"index\": 999", ", \"index\": null"})
  void isAFirstMessageWithoutAnIndexThatCouldBe(String index) {
    var reply = client.post("/api/random", "{\"message\": \"%s\"%s}".formatted(WORDS, index));
    assertThat(reply.json().get("index").asInt()).isEqualTo(1);
    assertThat(reply.string("messageType")).matches("(High|Low)A");
    assertThat(reply.json().get("scenario").has("product_type_breakdown")).isTrue();
  }

  @Test
  void atIndexSixLeavesAnAddress() {
    var reply = client.post("/api/lulu/", "{\"message\": \"bob@example.org\", \"index\": 6}");
    assertThat(reply.json().get("index").asInt()).isEqualTo(7);
    assertThat(reply.json().get("isHtml").asBoolean()).isTrue();
    assertThat(
            tables.texts(
                "select value from contact where conversation_id = ?",
                conversation(reply.json().get("scenario").get("conversation").asText())))
        .containsExactly("bob@example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "random, Basic, High, Low",
    "random, Lulu, Low, High",
    "chatbot, Basic, Low, Low",
    "lulu, Lulu, High, High"
  })
  void takesTheLevelsOfAValidScenario(String route, String brand, String think, String feel) {
    var reply =
        client.post(
            "/api/" + route + "/",
            """
            {"message": "late", "index": 2,
             "scenario": {"brand": "%s", "think_level": "%s", "feel_level": "%s"}}\
            """
                .formatted(brand, think, feel));
    var scenario = reply.json().get("scenario");
    assertThat(scenario.get("brand").asText()).isEqualTo(brand);
    assertThat(scenario.get("think_level").asText()).isEqualTo(think);
    assertThat(scenario.get("feel_level").asText()).isEqualTo(feel);
  }

  @ParameterizedTest
  @CsvSource({"chatbot, Basic", "lulu, Lulu", "random, Basic|Lulu"})
  void isAtRandomWithinTheRoutesBrandOtherwise(String route, String brand) {
    for (var scenario : new String[] {"null", "7", "{\"brand\": \"Nike\", \"think_level\": 1}"}) {
      var reply =
          client.post(
              "/api/" + route + "/",
              "{\"message\": \"late\", \"index\": 3, \"scenario\": %s}".formatted(scenario));
      assertThat(reply.status()).isEqualTo(200);
      var answered = reply.json().get("scenario");
      assertThat(answered.get("brand").asText()).matches(brand);
      assertThat(answered.get("think_level").asText()).matches("High|Low");
      assertThat(answered.get("feel_level").asText()).matches("High|Low");
    }
  }

  @Test
  void isLinkedToWhatFollows() {
    var first = client.post("/api/random/", "{\"message\": \"%s\", \"index\": 1}".formatted(WORDS));
    var scenario = first.json().get("scenario");
    var byToken =
        client.post(
            "/api/random/",
            "{\"message\": \"more\", \"index\": 2, \"scenario\": %s}".formatted(scenario));
    assertThat(byToken.json().get("index").asInt()).isEqualTo(3);
    var byCookie =
        client.post(
            "/api/random/",
            "{\"message\": \"and more\", \"index\": 3}",
            "Cookie",
            first.cookie().orElseThrow());
    assertThat(byCookie.json().get("index").asInt()).isEqualTo(4);
    assertThat(messages(scenario.get("conversation").asText()))
        .containsExactly(WORDS, "more", "and more");
  }

  @Test
  void isNotWhatAnOpeningGoesOnWith() {
    var lone = client.post("/api/random/", "{\"message\": \"late\", \"index\": 2}");
    var opened = Talk.open(client, "random", "Cookie", lone.cookie().orElseThrow());
    assertThat(opened.greeting()).isNotBlank();
    assertThat(opened.cookie()).isNotEqualTo(lone.cookie().orElseThrow());
  }

  @Test
  void isStoredOnceForOneRequestNumber() {
    var body = "{\"message\": \"late\", \"index\": 2}";
    var first =
        client.post("/api/random/", body, "X-Request-Id", "5b0f1c9e8d3a4e5f9a770c2d4e6f8a11");
    int turns = tables.count("turn");
    var second =
        client.post("/api/random/", body, "X-Request-Id", "5b0f1c9e8d3a4e5f9a770c2d4e6f8a11");
    assertThat(second.string("reply")).isEqualTo(first.string("reply"));
    assertThat(tables.count("turn")).isEqualTo(turns);
    assertThat(conversation(token(second))).isEqualTo(conversation(token(first)));
  }

  @Test
  void isAnothersWhereOnlyTheRequestNumberIsTheSame() {
    var late =
        client.post(
            "/api/random/",
            "{\"message\": \"late\"}",
            "X-Request-Id",
            "5b0f1c9e8d3a4e5f9a770c2d4e6f8a12");
    var rude =
        client.post(
            "/api/random/",
            "{\"message\": \"rude\"}",
            "X-Request-Id",
            "5b0f1c9e8d3a4e5f9a770c2d4e6f8a12");
    assertThat(conversation(token(rude))).isNotEqualTo(conversation(token(late)));
    clock.putForward(Duration.ofMinutes(2));
    var again =
        client.post(
            "/api/random/",
            "{\"message\": \"late\"}",
            "X-Request-Id",
            "5b0f1c9e8d3a4e5f9a770c2d4e6f8a12");
    assertThat(conversation(token(again))).isNotEqualTo(conversation(token(late)));
  }

  private static String token(Client.Reply reply) {
    return reply.json().get("scenario").get("conversation").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"message\": \" \", \"index\": 0}", "{\"message\": null}"})
  void storesNothingWhereItIsBlank(String body) {
    var stored = tables.everything();
    var reply = client.post("/api/lulu/", body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.string("reply")).isNotBlank();
    assertThat(reply.json().get("index").asInt()).isZero();
    assertThat(reply.cookie()).isEmpty();
    assertThat(tables.everything()).isEqualTo(stored);
  }
}
