package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import combot.upkeep.Upkeep;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The API of the participant page. */
@QuarkusTest
class V1ApiTest extends Served {

  @Inject Upkeep upkeep;

  private static final String BEGIN = "/v1/studies/think-feel/conversations";
  private static final String HIDDEN = "(your contact, not shown again)";

  private Client.Reply begin(String requestId, Map<String, String> parameters) {
    var body = Client.JSON.createObjectNode().put("consent", true).put("requestId", requestId);
    parameters.forEach(body.putObject("parameters")::put);
    return client.post(BEGIN, body.toString());
  }

  private String token() {
    return begin(id(), Map.of()).string("token");
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static ObjectNode turn(String turnId, String text) {
    return Client.JSON.createObjectNode().put("turnId", turnId).put("text", text);
  }

  private Client.Reply say(String token, ObjectNode body) {
    return client.post(
        "/v1/conversation/turns", body.toString(), "Authorization", "Bearer " + token);
  }

  private Client.Reply read(String token) {
    return client.get("/v1/conversation", "Authorization", "Bearer " + token);
  }

  /** Says what there is to say up to the contact step. */
  private void talk(String token) {
    for (int i = 0; i < 6; i++) {
      assertThat(say(token, turn("t" + i, "part " + i)).status()).isEqualTo(200);
    }
  }

  @Test
  void tellsAStudyAsAParticipantMayKnowIt() {
    var study = client.get("/v1/studies/think-feel");
    assertThat(study.status()).isEqualTo(200);
    assertThat(study.json().get("consent").get("agree").asText()).isNotBlank();
    assertThat(study.json().get("parameters")).isNotEmpty();
    assertThat(study.json().get("limits").get("message").asInt()).isEqualTo(8_000);
    assertThat(study.text()).doesNotContain("High", "Basic", "factors");
  }

  @Test
  void holdsAWholeConversation() {
    var begun = begin(id(), Map.of("PROLIFIC_PID", "whole", "SESSION_ID", "s 1"));
    assertThat(begun.status()).isEqualTo(201);
    assertThat(begun.header("cache-control")).isEqualTo("no-store");
    var token = begun.string("token");
    assertThat(begun.json().get("expects").asText()).isEqualTo("message");
    talk(token);

    var again = say(token, turn("t6", "ann at example")).json();
    assertThat(again.get("contactAccepted").asBoolean()).isFalse();
    assertThat(again.get("expects").asText()).isEqualTo("email");
    var end = say(token, turn("t7", " ann@example.org ")).json();
    assertThat(end.get("contactAccepted").asBoolean()).isTrue();
    assertThat(end.get("expects").asText()).isEqualTo("nothing");
    assertThat(end.get("finish").get("link").asText()).startsWith("https://");
    assertThat(end.get("progress").get("answered").asInt())
        .isEqualTo(end.get("progress").get("of").asInt());

    var read = read(token).json();
    assertThat(read.get("token").isNull()).isTrue();
    assertThat(read.get("turns")).hasSize(begun.json().get("turns").size() + 2 * 6 + 1 + 2 + 2);
    assertThat(read.get("finish")).isEqualTo(end.get("finish"));
  }

  @Test
  void tellsWhoReadsTheConversationHowLongItsLastReplyIsStillToCome() {
    var token = token();
    var first = say(token, turn("t1", "my parcel never came")).json().get("replies").get(0);
    clock.putForward(Duration.ofSeconds(-5));
    try {
      var early = read(token).json().get("turns");
      assertThat(early.get(2).get("delayMs")).isEqualTo(first.get("delayMs"));
      assertThat(first.get("delayMs").asInt()).isPositive();
    } finally {
      clock.putForward(Duration.ofSeconds(5));
    }
    say(token, turn("t2", "and more"));
    assertThat(read(token).json().get("turns").get(2).get("delayMs").asInt()).isZero();

    clock.putForward(Duration.ofSeconds(5));
    for (var turn : read(token).json().get("turns")) {
      assertThat(turn.get("delayMs").asInt()).isZero();
    }
  }

  @Test
  void answersARepeatedTurnAsBefore() {
    var token = token();
    var first = say(token, turn("once", "my parcel never came"));
    say(token, turn("twice", "and more"));
    var stored = tables.everything();
    assertThat(say(token, turn("once", "my parcel never came")).json()).isEqualTo(first.json());
    assertThat(say(token, turn("once", "my parcel never came").put("after", 1)).json())
        .isEqualTo(first.json());
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @Test
  void refusesAnIdThatIsAnotherTurns() {
    var token = token();
    say(token, turn("once", "my parcel never came"));
    var stored = tables.everything();
    var reply = say(token, turn("once", "the shop was rude"));
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.string("field")).isEqualTo("turnId");
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @Test
  void refusesATurnThatWasWrittenForAnEarlierQuestion() {
    var begun = begin(id(), Map.of());
    var token = begun.string("token");
    int seen = begun.json().get("turns").size();
    assertThat(say(token, turn("t1", "my parcel never came").put("after", seen)).status())
        .isEqualTo(200);
    var stored = tables.everything();
    var late = say(token, turn("t2", "it was the red one").put("after", seen));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.string("field")).isEqualTo("after");
    assertThat(say(token, turn("t2", "it was the red one").put("after", 99)).status())
        .isEqualTo(409);
    assertThat(tables.everything()).isEqualTo(stored);
    assertThat(say(token, turn("t2", "it was the red one").put("after", seen + 2)).status())
        .isEqualTo(200);
  }

  @Test
  void resumesByRequestAndByPanelId() {
    var request = id();
    var first = begin(request, Map.of("PROLIFIC_PID", "resumes"));
    var again = begin(request, Map.of("PROLIFIC_PID", "resumes"));
    var byPanel = begin(id(), Map.of("PROLIFIC_PID", " resumes "));
    assertThat(again.status()).isEqualTo(200);
    assertThat(byPanel.status()).isEqualTo(200);
    assertThat(conversation(again.string("token"))).isEqualTo(conversation(first.string("token")));
    assertThat(conversation(byPanel.string("token")))
        .isEqualTo(conversation(first.string("token")));
  }

  @Test
  void givesNobodyAConversationThatAnotherPersonsRequestBegan() {
    var request = id();
    begin(request, Map.of("PROLIFIC_PID", "mine"));
    var stored = tables.everything();
    var other = begin(request, Map.of("PROLIFIC_PID", "yours"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.string("field")).isEqualTo("requestId");
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @Test
  void doesNotShowAContactAgainNotEvenARefusedOne() {
    var token = begin(id(), Map.of("PROLIFIC_PID", "private")).string("token");
    talk(token);
    say(token, turn("t6", "ann at example.org"));
    say(token, turn("t7", "ann@example.org"));
    var resumed = begin(id(), Map.of("PROLIFIC_PID", "private"));
    assertThat(resumed.text()).doesNotContain("example.org\"", "ann@", "ann at");
    assertThat(resumed.json().get("turns"))
        .filteredOn(turn -> turn.get("kind").asText().equals("contact"))
        .hasSize(2)
        .allMatch(turn -> turn.get("text").asText().equals(HIDDEN));
    assertThat(say(token, turn("t7", "ann@example.org")).status()).as("repeated").isEqualTo(200);
  }

  @Test
  void whileNobodyNewIsLetInWhoHasBegunComesBackByRequestAndByPanelId() {
    var request = id();
    begin(request, Map.of("PROLIFIC_PID", "under way"));
    upkeep.hold(true);
    try {
      assertThat(begin(request, Map.of("PROLIFIC_PID", "under way")).status()).isEqualTo(200);
      var back = begin(id(), Map.of("PROLIFIC_PID", "under way"));
      assertThat(back.status()).as(back.text()).isEqualTo(200);
      assertThat(say(back.string("token"), turn("t1", "it broke")).status()).isEqualTo(200);

      int stored = tables.count("conversation");
      for (var newcomer :
          List.of(begin(id(), Map.of()), begin(id(), Map.of("PROLIFIC_PID", "new")))) {
        assertThat(newcomer.status()).isEqualTo(503);
        assertThat(newcomer.header("retry-after")).isEqualTo("10");
        assertThat(newcomer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(newcomer.string("field")).isEqualTo("study");
        assertThat(newcomer.string("detail")).startsWith("No new conversations begin");
      }
      assertThat(client.get("/api/random/initial").status()).isEqualTo(503);
      assertThat(tables.count("conversation")).isEqualTo(stored);
    } finally {
      upkeep.hold(false);
    }
    assertThat(begin(id(), Map.of("PROLIFIC_PID", "new")).status()).isEqualTo(201);
  }

  @Test
  void endsWithTheLinkOfTheLastVisit() {
    var link = Map.of("PROLIFIC_PID", "visits", "SESSION_ID", "first");
    var token = begin(id(), link).string("token");
    begin(id(), Map.of("PROLIFIC_PID", "visits", "SESSION_ID", "second"));
    talk(token);
    var end = say(token, turn("t7", "ann@example.org")).json();
    assertThat(column(token, "participant_id")).isNotBlank();
    assertThat(tables.texts("select parameters from participant where panel_id = ?", "visits"))
        .first()
        .asString()
        .contains("second")
        .doesNotContain("first");
    assertThat(end.get("finish").get("link").asText()).contains("visits");
  }
}
