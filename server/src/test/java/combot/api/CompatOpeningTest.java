package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opened is not begun; and which conversation an opening gives. */
@QuarkusTest
class CompatOpeningTest extends Served {

  private static final Duration LEASE_OVER = Duration.ofMinutes(11);
  private static final Duration IDLE_TOO_LONG = Duration.ofHours(2).plusMinutes(1);

  @Test
  void monitorsThatOnlyOpenUseNoSlot() {
    // Whatever others left on lease is taken up first.
    clock.putForward(LEASE_OVER);
    var spoken = open("random");
    spoken.say("it broke");
    int slots = tables.count("slot");
    int counted = counted();
    var tokens = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      tokens.add(open("random").token());
    }
    assertThat(counted()).isEqualTo(counted);
    int leased = tables.count("slot");

    clock.putForward(LEASE_OVER);
    var first = open("random");
    first.say("it broke");

    assertThat(column(first.token(), "slot")).isEqualTo(column(tokens.getFirst(), "slot"));
    assertThat(tables.count("slot")).isEqualTo(leased).isGreaterThanOrEqualTo(slots);
    assertThat(column(spoken.token(), "status")).isEqualTo("ACTIVE");
    assertThat(column(tokens.getFirst(), "status")).isEqualTo("OPENED");
  }

  private int counted() {
    return tables.rows("select id from conversation where status <> 'OPENED'").size();
  }

  @Test
  void aConversationCountsFromItsFirstMessage() {
    var talk = open("random");
    assertThat(column(talk.token(), "status")).isEqualTo("OPENED");
    assertThat(column(talk.token(), "begun_at")).isEqualTo("null");
    talk.say("it broke");
    assertThat(column(talk.token(), "status")).isEqualTo("ACTIVE");
    assertThat(column(talk.token(), "begun_at")).isNotEqualTo("null");
    assertThat(
            tables.texts(
                "select status from slot where conversation_id = ?", conversation(talk.token())))
        .containsExactly("TAKEN");
  }

  @Test
  void whoeverSpeaksAfterTheLeaseGoesOnInTheSameCondition() {
    var late = open("random");
    clock.putForward(LEASE_OVER);
    open("random");
    var reply = late.say("it broke").json();
    assertThat(reply.get("index").asInt()).isEqualTo(1);
    for (var level : new String[] {"brand", "think_level", "feel_level"}) {
      assertThat(reply.get("scenario").get(level).asText()).isEqualTo(late.level(level));
    }
  }

  @Test
  void aReloadGivesTheSameConversationConditionAndGreeting() {
    var talk = open("random");
    var again = Talk.open(client, "random", "Cookie", talk.cookie());
    assertThat(again.greeting()).isEqualTo(talk.greeting());
    assertThat(again.scenario()).isEqualTo(talk.scenario());
    assertThat(again.cookie()).isEqualTo(talk.cookie());

    talk.until(3);
    int conversations = tables.count("conversation");
    var later = Talk.open(client, "random", "Cookie", talk.cookie());
    assertThat(later.greeting()).isEqualTo(talk.greeting());
    assertThat(later.token()).isEqualTo(talk.token());
    assertThat(later.level("problem_type")).isEqualTo("A");
    assertThat(tables.count("conversation")).isEqualTo(conversations);
    assertThat(talk.say("and on").json().get("index").asInt()).isEqualTo(4);
  }

  @Test
  void aReloadOnABrandsRouteGivesTheSameConversationIfTheBrandAgrees() {
    var talk = open("lulu");
    assertThat(Talk.open(client, "lulu", "Cookie", talk.cookie()).token()).isEqualTo(talk.token());
    assertThat(Talk.open(client, "random", "Cookie", talk.cookie()).token())
        .isEqualTo(talk.token());
    var other = Talk.open(client, "chatbot", "Cookie", talk.cookie());
    assertThat(other.token()).isNotEqualTo(talk.token());
    assertThat(other.level("brand")).isEqualTo("Basic");
  }

  @Test
  void aLinkCheckerThatAsksByHeadOpensAndForgetsNothing() {
    var talk = open("random").until(1);
    var stored = tables.everything();
    for (var path :
        List.of(
            "/api/random/initial/",
            "/api/chatbot/initial",
            "/api/lulu/initial/",
            "/api/random/reset/")) {
      var reply = client.send("HEAD", path, BodyPublishers.noBody(), "Cookie", talk.cookie());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(reply.header("cache-control")).isEqualTo("no-store");
      assertThat(reply.cookie()).isEmpty();
    }
    assertThat(tables.everything()).isEqualTo(stored);
    assertThat(client.get("/api/random/initial/", "Cookie", talk.cookie()).cookie())
        .hasValue(talk.cookie());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https       | true",
        "HTTPS       | true",
        "https, http | true",
        "http, https | false",
        "http        | false",
        "nonsense    | false"
      })
  void theCookieIsSecureWhereTheProxySaysThatTheBrowserCameByHttps(String proto, boolean secure) {
    var header = "X-Forwarded-Proto";
    var opened = client.get("/api/random/initial/", header, proto);
    var reset = client.get("/api/random/reset/", header, proto);
    assertThat(opened.header("set-cookie"))
        .matches(
            "sessionid=[\\w-]{32}; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : ""));
    assertThat(reset.header("set-cookie").endsWith("; Secure")).isEqualTo(secure);
    assertThat(client.get("/api/memory/", header, proto).cookie()).isEmpty();
  }

  @Test
  void afterTheEndAnOpeningGivesANewConversation() {
    var talk = open("random").finish();
    assertThat(Talk.open(client, "random", "Cookie", talk.cookie()).token())
        .isNotEqualTo(talk.token());
  }

  @Test
  void afterTheTimeOutAnOpeningGivesANewConversation() {
    var talk = open("random");
    talk.say("it broke");
    clock.putForward(IDLE_TOO_LONG.minusMinutes(2));
    assertThat(Talk.open(client, "random", "Cookie", talk.cookie()).token())
        .isEqualTo(talk.token());
    talk.say("still here");
    clock.putForward(IDLE_TOO_LONG.minusMinutes(2));
    assertThat(Talk.open(client, "random", "Cookie", talk.cookie()).token())
        .isEqualTo(talk.token());
    clock.putForward(Duration.ofMinutes(2));
    assertThat(Talk.open(client, "random", "Cookie", talk.cookie()).token())
        .isNotEqualTo(talk.token());
  }

  @Test
  void aResetForgetsTheConversationAndKeepsWhatWasSaid() {
    for (var path : new String[] {"/api/random/reset/", "/api/random/reset"}) {
      var talk = open("random").until(2);
      var id = conversation(talk.token());

      var reset = client.get(path, "Cookie", talk.cookie());

      assertThat(reset.status()).isEqualTo(200);
      assertThat(reset.string("message")).isNotBlank();
      assertThat(reset.header("set-cookie"))
          .isEqualTo("sessionid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
      assertThat(
              tables.rows(
                  "select * from turn where conversation_id = ? and role = 'PARTICIPANT'", id))
          .hasSize(2);
      var after = Talk.open(client, "random", "Cookie", talk.cookie());
      assertThat(after.token()).isNotEqualTo(talk.token());
      talk.say("a stray message");
      assertThat(
              tables.rows(
                  "select * from turn where conversation_id = ? and role = 'PARTICIPANT'", id))
          .hasSize(2);
    }
  }

  @Test
  void aResetWithoutACookieChangesNothing() {
    var stored = tables.everything();
    assertThat(client.get("/api/random/reset/").status()).isEqualTo(200);
    assertThat(client.get("/api/random/reset/", "Cookie", "sessionid=unknown").status())
        .isEqualTo(200);
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @Test
  void aRepeatedOpeningOfOneRequestNumberIsOneConversation() {
    var first = Talk.open(client, "random", "X-Request-Id", "5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a13");
    int conversations = tables.count("conversation");
    var second =
        Talk.open(client, "random", "X-Request-Id", "5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a13");
    assertThat(conversation(second.token())).isEqualTo(conversation(first.token()));
    assertThat(second.greeting()).isEqualTo(first.greeting());
    assertThat(tables.count("conversation")).isEqualTo(conversations);
    assertThat(first.say("it broke").json().get("index").asInt()).isEqualTo(1);
    assertThat(second.say("and more").json().get("index").asInt()).isEqualTo(2);
  }

  @Test
  void aNumberThatNoGatewayMakesJoinsNobody() {
    for (var number : new String[] {"constant", "1", "", "5b0f1c9e-8d3a-1e5f-9a77-0c2d4e6f8a14"}) {
      var first = Talk.open(client, "random", "X-Request-Id", number);
      var second = Talk.open(client, "random", "X-Request-Id", number);
      assertThat(conversation(second.token())).isNotEqualTo(conversation(first.token()));
    }
  }

  @Test
  void aRepeatedNumberJoinsNobodyWithWhoSpokeOrCameEarlier() {
    var number = new String[] {"X-Request-Id", "5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a15"};
    var first = Talk.open(client, "random", number);
    first.say("it broke");
    var second = Talk.open(client, "random", number);
    assertThat(conversation(second.token())).isNotEqualTo(conversation(first.token()));
    clock.putForward(Duration.ofSeconds(61));
    var third = Talk.open(client, "random", number);
    assertThat(conversation(third.token())).isNotEqualTo(conversation(second.token()));
  }

  @Test
  void aPageOfAnOriginalFrontEndCannotLearnAboutAParticipantPagesConversation() {
    var begun =
        client.post(
            "/v1/studies/think-feel/conversations",
            "{\"consent\": true, \"requestId\": \"a-participant-page-1\"}");
    var token = begun.string("token");
    var reply =
        client.post("/api/random/", "{\"message\": \"who am I?\"}", "Cookie", "sessionid=" + token);
    assertThat(reply.json().get("scenario").get("conversation").asText()).isNotEqualTo(token);
    assertThat(messages(token)).isEmpty();
    assertThat(Talk.open(client, "random", "Cookie", "sessionid=" + token).token())
        .isNotEqualTo(token);
  }
}
