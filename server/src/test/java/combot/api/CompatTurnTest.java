package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import combot.study.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns of a conversation, sent as the original's clients and scripts send them. */
@QuarkusTest
class CompatTurnTest extends Served {

  private static final String NUMBER = "5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a10";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'chatLog': '[{\\'text\\': 1}]', 'messageTypeLog': ''}",
        "{'chatLog': '', 'messageTypeLog': ['HighA', 'x']}",
        "{'chatLog': ['a', 'b'], 'messageTypeLog': [{'text': 'HighA'}]}",
        "{'chatLog': [{'text': 'a', 'sender': 'user'}, {'any': {'thing': [1, null]}}]}",
        "{'chatLog': null, 'messageTypeLog': 7, 'timer': null, 'classType': null}",
        "{'classType': 'nonsense', 'timer': 'soon'}",
        "{'classType': 3, 'timer': [1]}",
        "{'scenario': null}",
        "{'scenario': 'Basic'}",
        "{'scenario': [1, 2]}",
        "{'scenario': {'brand': 7, 'conversation': {}}}",
        "{'index': null}",
        "{'unknown': {'field': true}, 'chatbot_type': 'x'}"
      })
  void toleratesTheShapesThatScriptsSend(String fields) throws Exception {
    var talk = open("random");
    var body = (ObjectNode) Client.JSON.readTree("{\"message\": \"it broke\"}");
    body.setAll((ObjectNode) Client.JSON.readTree(json(fields)));
    var reply = talk.send(body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().get("index").asInt()).isEqualTo(1);
    assertThat(messages(talk.token())).containsExactly("it broke");
  }

  private static String json(String text) {
    return text.replace("\\'", "\\\"").replace("'", "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "999", "0", "6", "5", "99999999999999999999999999"})
  void anIndexThatDisagreesIsTheNextMessageAllTheSame(String index) {
    var talk = open("random").until(2);
    var body = talk.body("an index of " + index).put("index", new BigInteger(index));
    var reply = talk.send(body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("index").asInt()).isEqualTo(3);
    assertThat(messages(talk.token())).hasSize(3).endsWith("an index of " + index);
  }

  @Test
  void theEchoOfClassAndLevelsIsNeverBelieved() {
    var talk = open("lulu").until(1);
    var body = talk.body("go on").put("classType", "C");
    var lie = body.putObject("scenario");
    lie.put("brand", "Basic").put("problem_type", "B");
    lie.put("think_level", talk.level("think_level").equals("High") ? "Low" : "High");
    lie.put("feel_level", talk.level("feel_level").equals("High") ? "Low" : "High");
    var reply = talk.send(body).json();
    assertThat(reply.get("classType").asText()).isEqualTo("A");
    for (var level : new String[] {"brand", "think_level", "feel_level"}) {
      assertThat(reply.get("scenario").get(level).asText()).isEqualTo(talk.level(level));
    }
  }

  @Test
  void aRepeatedTurnGetsTheSameBytesAtEveryStepAndStoresNothing() {
    var talk = open("random");
    for (int step = 0; step < 8; step++) {
      var message = step == 6 ? "no address" : step == 7 ? "ann@example.org" : "part " + step;
      var body = talk.body(message);
      var first = talk.send(body);
      var stored = tables.everything();
      var second = talk.send(body);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.text()).as("step " + step).isEqualTo(first.text());
      assertThat(tables.everything()).isEqualTo(stored);
    }
    assertThat(talk.index()).isEqualTo(7);
  }

  @Test
  void aRequestNumberStandsInForAnIndex() {
    var talk = open("random");
    var body = talk.body("it broke");
    body.remove("index");
    var first =
        client.post(talk.path(), body.toString(), "Cookie", talk.cookie(), "X-Request-Id", NUMBER);
    var stored = tables.everything();
    var again =
        client.post(talk.path(), body.toString(), "Cookie", talk.cookie(), "X-Request-Id", NUMBER);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(tables.everything()).isEqualTo(stored);
    var next =
        client.post(
            talk.path(),
            body.toString(),
            "Cookie",
            talk.cookie(),
            "X-Request-Id",
            UUID.randomUUID().toString());
    assertThat(next.json().get("index").asInt()).isEqualTo(2);
  }

  @Test
  void aNumberThatNoGatewayMakesHidesNoMessage() {
    var number = "7";
    var talk = open("random");
    for (int i = 1; i <= 3; i++) {
      var body = talk.body("yes");
      body.remove("index");
      var reply =
          client.post(
              talk.path(), body.toString(), "Cookie", talk.cookie(), "X-Request-Id", number);
      assertThat(reply.json().get("index").asInt()).isEqualTo(i);
    }
    assertThat(messages(talk.token())).containsExactly("yes", "yes", "yes");
  }

  @Test
  void withoutIndexAndRequestNumberTheSameWordsAreSaidTwice() {
    var talk = open("random");
    var body = talk.body("it broke");
    body.remove("index");
    talk.send(body);
    assertThat(talk.send(body).json().get("index").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "'\\n\\t '", "'\\u200b'", "null"})
  void aBlankMessageGetsAPoliteRequestAndStoresNothing(String message) throws Exception {
    var talk = open("random").until(2);
    var stored = tables.everything();
    var body = talk.body("");
    body.set("message", Client.JSON.readTree(json(message)));
    for (int i = 0; i < 2; i++) {
      var reply = talk.send(body);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.string("reply")).isNotBlank();
      assertThat(reply.json().get("index").asInt()).isEqualTo(2);
      assertThat(reply.string("messageType")).isEqualTo(" ");
      body.remove("message");
    }
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ann@", "@example.org", "ann@example", "a@b@c.org", "a b@c.org"})
  void anInvalidAddressIsAskedForAgain(String address) {
    var talk = open("random").until(6);
    var reply = talk.say(address);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("index").asInt()).isEqualTo(6);
    assertThat(reply.string("messageType")).isEqualTo(" ");
    assertThat(reply.string("reply")).contains("try again").doesNotContain("<");
    assertThat(reply.json().has("isHtml")).isFalse();
    assertThat(contacts(talk)).isEmpty();

    assertThat(talk.say("\u00a0ann.o'neil+study@example.co.uk ").json().get("index").asInt())
        .isEqualTo(7);
    assertThat(contacts(talk)).containsExactly("ann.o'neil+study@example.co.uk");
  }

  private java.util.List<String> contacts(Talk talk) {
    return tables.texts(
        "select value from contact where conversation_id = ?", conversation(talk.token()));
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 12.5",
    "600, 600.0",
    "'\"600\"', 600.0",
    "'\" 12.5 \"', 12.5",
    "'\"soon\"', null",
    "'\"NaN\"', null",
    "-3, null",
    "1e999, null",
    "true, null",
    "[1], null",
    "null, null"
  })
  void theTimerCountsAtTheContactStep(String timer, String stored) throws Exception {
    var talk = open("random").until(6);
    var body = talk.body("ann@example.org");
    body.set("timer", Client.JSON.readTree("null".equals(timer) ? "null" : timer));
    if (timer.equals("1e999")) {
      var raw = talk.body("ann@example.org").put("timer", "@").toString().replace("\"@\"", timer);
      assertThat(client.post(talk.path(), raw, "Cookie", talk.cookie()).status()).isEqualTo(200);
    } else {
      talk.send(body);
    }
    assertThat(column(talk.token(), "client_seconds")).isEqualTo(stored);
  }

  @Test
  void theTimerDoesNotCountEarlier() {
    var talk = open("random");
    talk.send(talk.body("it broke").put("timer", 3));
    assertThat(column(talk.token(), "client_seconds")).isEqualTo("null");
  }

  @Test
  void aTurnBelongsToTheConversationOfItsTokenWhereThereIsNoCookie() {
    var talk = open("random");
    for (int index = 0; index < 3; index++) {
      var body = talk.body("part " + index).put("index", index);
      var reply = client.post("/api/random/", body.toString());
      assertThat(reply.json().get("index").asInt()).isEqualTo(index + 1);
      assertThat(reply.json().get("scenario").get("conversation").asText()).isEqualTo(talk.token());
      assertThat(reply.cookie()).contains(talk.cookie());
    }
    assertThat(messages(talk.token())).hasSize(3);
  }

  @Test
  void theCookieWinsWhereTheTokenDiffers() {
    var cookies = open("random");
    var tokens = open("random");
    var reply =
        client.post("/api/random/", tokens.body("it broke").toString(), "Cookie", cookies.cookie());
    assertThat(reply.json().get("scenario").get("conversation").asText())
        .isEqualTo(cookies.token());
    assertThat(messages(cookies.token())).containsExactly("it broke");
    assertThat(messages(tokens.token())).isEmpty();
  }

  @Test
  void anUnknownCookieLeavesTheWordToTheToken() {
    var talk = open("random");
    var reply =
        client.post(
            "/api/random/", talk.body("it broke").toString(), "Cookie", "sessionid=unknown; a=b");
    assertThat(reply.json().get("scenario").get("conversation").asText()).isEqualTo(talk.token());
    assertThat(messages(talk.token())).containsExactly("it broke");
  }

  @Test
  void aConversationGoesOnOnAnyRoute() {
    var talk = open("lulu");
    talk.say("it broke");
    var reply =
        client.post("/api/chatbot", talk.body("and more").toString(), "Cookie", talk.cookie());
    assertThat(reply.json().get("index").asInt()).isEqualTo(2);
    assertThat(reply.json().get("scenario").get("brand").asText()).isEqualTo("Lulu");
  }

  @Test
  void anAddressCannotBeTriedOnWhatIsStoredOfItsTurn() {
    var talk = open("random").finish();
    assertThat(
            tables.texts(
                "select turn_id from turn where kind = 'CONTACT' and role = 'PARTICIPANT' and conversation_id = ?",
                conversation(talk.token())))
        .singleElement()
        .isNotEqualTo("i-" + Sha256.of("6\nann@example.org"));
    assertThat(tables.rows("select * from turn").toString()).doesNotContain("ann@example.org");
  }
}
