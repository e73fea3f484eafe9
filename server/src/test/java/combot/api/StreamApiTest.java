package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import combot.DictatedModel;
import combot.ModelStudy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies that a language model writes, told while it does. */
@QuarkusTest
@TestProfile(StreamApiTest.Streaming.class)
@Timeout(60)
class StreamApiTest extends Served {

  private static final String FIRST = "So the parcel stood still for days.";
  private static final String SECOND = "Which status did the tracking show last?";
  private static final String EVENTS = "text/event-stream";

  private static DictatedModel model;

  /** A second study, which streams. */
  public static final class Streaming implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      model = new DictatedModel();
      return Map.of(
          "combot.study[1]",
          ModelStudy.file("streamed", true).toString(),
          "combot.openai.url",
          model.url());
    }
  }

  @Inject Turnstile turnstile;

  @AfterAll
  static void stop() {
    model.close();
  }

  private String begin(String study) {
    var body = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(UUID.randomUUID());
    return client.post("/v1/studies/%s/conversations".formatted(study), body).string("token");
  }

  private static String turn(String id) {
    return "{\"turnId\": \"%s\", \"text\": \"my parcel never came\"}".formatted(id);
  }

  private Client.Reply say(String token, String body, String accept) {
    return client.post(
        "/v1/conversation/turns", body, "Authorization", "Bearer " + token, "Accept", accept);
  }

  /** An answer of which not all has come. */
  private record Coming(HttpClient http, HttpResponse<?> head, BufferedReader body)
      implements AutoCloseable {

    Event next() throws IOException {
      var event = Event.of(body.readLine(), body.readLine());
      assertThat(body.readLine()).isEmpty();
      return event;
    }

    /** Cuts the connection. */
    @Override
    public void close() throws IOException {
      body.close();
      http.shutdownNow();
    }
  }

  private Coming stream(String token, String body) throws Exception {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request =
        HttpRequest.newBuilder(base.resolve("/v1/conversation/turns"))
            .headers("Content-Type", "application/json", "Accept", EVENTS)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    var response = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    var writing = model.awaitAsked();
    writing.says(FIRST + " Wh");
    var head = response.get();
    var reader = new InputStreamReader(head.body(), StandardCharsets.UTF_8);
    var coming = new Coming(http, head, new BufferedReader(reader));
    var begun = coming.next();
    assertThat(begun.name()).isEqualTo("text");
    assertThat(json(begun))
        .isEqualTo(Client.JSON.createObjectNode().put("number", 3).put("text", FIRST));
    assertThat(turnstile.inside()).as("requests in the turnstile").isZero();
    assertThat(roles(token)).containsExactly("BOT", "PARTICIPANT");
    writing.says(SECOND.substring(2));
    writing.ends();
    return coming;
  }

  private java.util.List<String> roles(String token) {
    return tables.texts(
        "select role from turn where conversation_id = ? order by number", conversation(token));
  }

  private static JsonNode json(Event event) throws IOException {
    return Client.JSON.readTree(event.data());
  }

  @Test
  void theFirstReplyGrowsAndTheAnswerComesOnceItIsStored() throws Exception {
    var token = begin("streamed");
    try (var coming = stream(token, turn("t1"))) {
      var headers = coming.head().headers();
      assertThat(coming.head().statusCode()).isEqualTo(200);
      assertThat(headers.firstValue("content-type")).hasValue(EVENTS);
      assertThat(headers.firstValue("cache-control")).hasValue("no-store");
      assertThat(headers.firstValue("x-accel-buffering")).hasValue("no");
      assertThat(headers.firstValue("content-length")).isEmpty();

      var answer = coming.next();
      assertThat(roles(token)).containsExactly("BOT", "PARTICIPANT", "BOT");
      assertThat(answer.name()).isEqualTo("answer");
      var reply = json(answer).get("replies").get(0);
      assertThat(reply.get("text").asText()).isEqualTo(FIRST + " " + SECOND);
      assertThat(reply.get("delayMs").asInt()).as("what is shown has no delay").isZero();
      assertThat(coming.body().readLine()).isNull();

      assertThat(say(token, turn("t1"), "application/json").json()).isEqualTo(json(answer));
      var again = say(token, turn("t1"), EVENTS);
      assertThat(again.header("content-type")).isEqualTo(EVENTS);
      assertThat(Event.of(again.text())).containsExactly(answer);
    }
  }

  @Test
  void whoIsCutOffGetsTheAnswerByTheSameTurnAgain() throws Exception {
    var token = begin("streamed");
    stream(token, turn("t1")).close();

    var events = Event.of(say(token, turn("t1"), EVENTS).text());
    assertThat(events).extracting(Event::name).containsExactly("answer");
    assertThat(json(events.getFirst()).get("replies").get(0).get("text").asText())
        .isEqualTo(FIRST + " " + SECOND);
    assertThat(roles(token)).containsExactly("BOT", "PARTICIPANT", "BOT");
  }

  @Test
  void theAnswerIsAloneWhereNothingIsWrittenByAModel() throws Exception {
    var token = begin("think-feel");
    var reply = say(token, turn("t1"), "application/json, text/event-stream;q=0.9");
    assertThat(reply.header("content-type")).isEqualTo(EVENTS);
    var events = Event.of(reply.text());
    assertThat(events).extracting(Event::name).containsExactly("answer");
    assertThat(json(events.getFirst())).isEqualTo(say(token, turn("t1"), "*/*").json());
  }

  @Test
  void whatIsWrongBeforeTheFirstEventHasItsStatus() {
    var token = begin("streamed");
    for (var body :
        Map.of(turn("t 1"), 400, turn("t1").replace("my parcel never came", " "), 400).entrySet()) {
      var reply = say(token, body.getKey(), EVENTS);
      assertThat(reply.status()).isEqualTo(body.getValue());
      assertThat(reply.header("content-type")).isEqualTo(Problem.MEDIA_TYPE);
    }
    assertThat(say("nobody", turn("t1"), EVENTS).status()).isEqualTo(401);
  }

  @Test
  void aStudySaysWhetherItStreams() {
    assertThat(client.get("/v1/studies/streamed").json().get("streaming").asBoolean()).isTrue();
    assertThat(client.get("/v1/studies/think-feel").json().get("streaming").asBoolean()).isFalse();
  }
}
