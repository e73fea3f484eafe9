package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no client should send: answered 4xx with the field's name, and nothing stored. That nothing
 * is logged either is checked after each test.
 */
@QuarkusTest
class BadInputTest extends Served {

  private static final String BEGIN = "/v1/studies/think-feel/conversations";
  private static final String TURNS = "/v1/conversation/turns";

  /** For any of the addresses that take a body. */
  static Stream<Arguments> noObjects() {
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("half an object", "{\"message\": \"a\""),
        Arguments.of("no JSON", "message=hello"),
        Arguments.of("HTML", "<p>hello</p>"),
        Arguments.of("two objects", "{} {}"),
        Arguments.of("an array", "[]"),
        Arguments.of("a string", "\"hello\""),
        Arguments.of("a number", "3"),
        Arguments.of("null", "null"),
        Arguments.of("a key twice", "{\"a\": 1, \"a\": 2}"),
        Arguments.of("a broken key twice", "{\"\\ud800\": 1, \"\\ud800\": 2}"),
        Arguments.of("a control character", "{\"a\": \"\u0001\"}"),
        Arguments.of("a bad escape", "{\"a\": \"\\x\"}"),
        Arguments.of("deep nesting", "{\"a\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}"),
        Arguments.of("a long number", "{\"a\": " + "9".repeat(5_000) + "}"),
        Arguments.of("1 MB", "{\"message\": \"" + "a".repeat(1_000_000) + "\"}"),
        Arguments.of("257 kB", " ".repeat(257 * 1024) + "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noObjects")
  void aBodyThatIsNoObject(String name, String body) {
    for (var path : List.of("/api/random/", "/api/chatbot", "/api/lulu/", BEGIN, TURNS)) {
      assertRefused(400, "body", () -> client.post(path, body, "Authorization", "Bearer x"));
    }
  }

  @Test
  void aBodyThatIsNotUtf8() {
    var bytes = "{\"message\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    for (var path : List.of("/api/random/", BEGIN, TURNS)) {
      assertRefused(
          400,
          "body",
          () ->
              client.send(
                  "POST",
                  path,
                  BodyPublishers.ofByteArray(bytes),
                  "Content-Type",
                  "application/json"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "nonsense",
        ""
      })
  void anotherContentType(String type) {
    var headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
    for (var path : List.of("/api/random/", "/api/lulu", BEGIN, TURNS)) {
      assertRefused(
          400,
          "Content-Type",
          () ->
              client.send(
                  "POST", path, BodyPublishers.ofString("{\"message\": \"hello\"}"), headers));
    }
  }

  static Stream<Arguments> compatTurns() {
    return Stream.of(
        Arguments.of("message", "{\"message\": 1}"),
        Arguments.of("message", "{\"message\": true, \"index\": 0}"),
        Arguments.of("message", "{\"message\": [\"a\"], \"index\": 0}"),
        Arguments.of("message", "{\"message\": {\"text\": \"a\"}}"),
        Arguments.of("index", "{\"message\": \"a\", \"index\": \"1\"}"),
        Arguments.of("index", "{\"message\": \"a\", \"index\": 1.5}"),
        Arguments.of("index", "{\"message\": \"a\", \"index\": true}"),
        Arguments.of("index", "{\"message\": \"a\", \"index\": []}"),
        Arguments.of("index", "{\"message\": \"a\", \"index\": {}}"),
        Arguments.of("message", "{\"message\": \"\\u0000\"}"),
        Arguments.of("message", "{\"message\": \"bell \\u0007\"}"),
        Arguments.of("message", "{\"message\": \"\\u0085\"}"),
        Arguments.of("message", "{\"message\": \"half \\ud800\"}"),
        Arguments.of("message", "{\"message\": \"\\udc00 half\"}"),
        Arguments.of("message", "{\"message\": \"" + "a".repeat(8_001) + "\"}"),
        Arguments.of("message", "{\"message\": \"" + "a".repeat(10_000) + "\", \"index\": 1}"));
  }

  @ParameterizedTest
  @MethodSource("compatTurns")
  void aTurnOfTheOriginalsApi(String field, String body) {
    var talk = open("random").until(1);
    assertRefused(400, field, () -> client.post("/api/random/", body));
    assertRefused(400, field, () -> client.post("/api/lulu/", body, "Cookie", talk.cookie()));
    assertThat(talk.say("go on").json().get("index").asInt()).isEqualTo(2);
  }

  @Test
  void theLongestMessageIsTaken() {
    var talk = open("random");
    assertThat(talk.say("a".repeat(8_000)).status()).isEqualTo(200);
  }

  static Stream<Arguments> beginnings() {
    var id = "\"requestId\": \"a-bad-beginning-1\"";
    var agreed = "\"consent\": true";
    return Stream.of(
        Arguments.of("consent", "{%s}".formatted(id)),
        Arguments.of("consent", "{%s, \"consent\": false}".formatted(id)),
        Arguments.of("consent", "{%s, \"consent\": \"true\"}".formatted(id)),
        Arguments.of("consent", "{%s, \"consent\": null}".formatted(id)),
        Arguments.of("requestId", "{%s}".formatted(agreed)),
        Arguments.of("requestId", "{%s, \"requestId\": 7}".formatted(agreed)),
        Arguments.of("requestId", "{%s, \"requestId\": \"\"}".formatted(agreed)),
        Arguments.of(
            "requestId", "{%s, \"requestId\": \"a beginning of spaces\"}".formatted(agreed)),
        Arguments.of("requestId", "{%s, \"requestId\": \"easily-guessed\"}".formatted(agreed)),
        Arguments.of("requestId", "{%s, \"requestId\": \"\\ud800\"}".formatted(agreed)),
        Arguments.of("requestId", "{%s, \"requestId\": \"%s\"}".formatted(agreed, "a".repeat(65))),
        Arguments.of("condition", "{%s, %s, \"condition\": \"High\"}".formatted(agreed, id)),
        Arguments.of("body", "{%s, %s, \"\\ud800\": 1}".formatted(agreed, id)),
        Arguments.of("parameters", "{%s, %s, \"parameters\": []}".formatted(agreed, id)),
        Arguments.of("parameters", "{%s, %s, \"parameters\": \"a=b\"}".formatted(agreed, id)),
        Arguments.of(
            "parameters.nope", "{%s, %s, \"parameters\": {\"nope\": \"a\"}}".formatted(agreed, id)),
        Arguments.of(
            "parameters.STUDY_ID",
            "{%s, %s, \"parameters\": {\"STUDY_ID\": 1}}".formatted(agreed, id)),
        Arguments.of(
            "parameters.STUDY_ID",
            "{%s, %s, \"parameters\": {\"STUDY_ID\": \"\\u0000\"}}".formatted(agreed, id)),
        Arguments.of(
            "parameters.PROLIFIC_PID",
            "{%s, %s, \"parameters\": {\"PROLIFIC_PID\": \"\\udfff\"}}".formatted(agreed, id)),
        Arguments.of(
            "parameters.PROLIFIC_PID",
            "{%s, %s, \"parameters\": {\"PROLIFIC_PID\": \"%s\"}}"
                .formatted(agreed, id, "a".repeat(257))));
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void aBeginning(String field, String body) {
    assertRefused(400, field, () -> client.post(BEGIN, body));
  }

  @Test
  void aStudyThatDoesNotExist() {
    var body = "{\"consent\": true, \"requestId\": \"bad-1\"}";
    assertRefused(404, "study", () -> client.post("/v1/studies/nope/conversations", body));
    assertRefused(404, "study", () -> client.get("/v1/studies/nope"));
  }

  static Stream<Arguments> turns() {
    var id = "\"turnId\": \"1\"";
    var text = "\"text\": \"a\"";
    return Stream.of(
        Arguments.of("turnId", "{%s}".formatted(text)),
        Arguments.of("turnId", "{%s, \"turnId\": 1}".formatted(text)),
        Arguments.of("turnId", "{%s, \"turnId\": \"\"}".formatted(text)),
        Arguments.of("turnId", "{%s, \"turnId\": \"../..\"}".formatted(text)),
        Arguments.of("text", "{%s}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": null}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": 1}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": [\"a\"]}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \"\"}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \" \\n\"}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \"\\u0000\"}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \"a\\u001b[31m\"}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \"\\ud83d\"}".formatted(id)),
        Arguments.of("text", "{%s, \"text\": \"%s\"}".formatted(id, "a".repeat(8_001))),
        Arguments.of("index", "{%s, %s, \"index\": 1}".formatted(id, text)),
        Arguments.of("after", "{%s, %s, \"after\": \"1\"}".formatted(id, text)),
        Arguments.of("after", "{%s, %s, \"after\": -1}".formatted(id, text)),
        Arguments.of("after", "{%s, %s, \"after\": 1.5}".formatted(id, text)),
        Arguments.of("after", "{%s, %s, \"after\": 4294967297}".formatted(id, text)));
  }

  @ParameterizedTest
  @MethodSource("turns")
  void aTurn(String field, String body) {
    var token = begin();
    assertRefused(400, field, () -> client.post(TURNS, body, "Authorization", "Bearer " + token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer unknown", "Basic dXNlcg==", "nonsense"})
  void aTokenThatOpensNothing(String authorization) {
    var headers =
        authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
    assertRefused(
        401,
        "Authorization",
        () -> client.post(TURNS, "{\"turnId\": \"1\", \"text\": \"a\"}", headers));
    assertRefused(401, "Authorization", () -> client.get("/v1/conversation", headers));
  }

  @Test
  void aConversationThatIsFinished() {
    var token = begin();
    for (int i = 0; i < 7; i++) {
      var text = i == 6 ? "ann@example.org" : "part " + i;
      var body = "{\"turnId\": \"%d\", \"text\": \"%s\"}".formatted(i, text);
      assertThat(client.post(TURNS, body, "Authorization", "Bearer " + token).status())
          .isEqualTo(200);
    }
    assertRefused(
        409,
        "conversation",
        () ->
            client.post(
                TURNS, "{\"turnId\": \"8\", \"text\": \"a\"}", "Authorization", "Bearer " + token));
  }

  @Test
  void aMethodThatAnAddressDoesNotTake() {
    for (var path : List.of("/api/random/initial/", "/api/lulu/closing/", "/api/memory/")) {
      assertRefused(405, "method", () -> client.post(path, "{}"));
    }
    assertRefused(405, "method", () -> client.get("/api/lulu/"));
    assertRefused(
        405, "method", () -> client.send("DELETE", "/api/random/", BodyPublishers.noBody()));
  }

  private String begin() {
    var body = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(UUID.randomUUID());
    return client.post(BEGIN, body).string("token");
  }

  private interface Call {
    Client.Reply make();
  }

  private void assertRefused(int status, String field, Call call) {
    var stored = tables.everything();
    var reply = call.make();
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.string("field")).isEqualTo(field);
    assertThat(reply.string("detail")).isNotBlank().hasSizeLessThan(500);
    assertThat(reply.text()).doesNotContain("Exception", "\\tat ", "at combot.", "at io.");
    assertThat(reply.cookie()).isEmpty();
    assertThat(tables.everything()).isEqualTo(stored);
  }
}
