package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conversation whose messages come too fast. */
@QuarkusTest
@TestProfile(TurnLimitTest.ThreeAMinute.class)
class TurnLimitTest extends Served {
  private static final int LIMIT = 3;
  private static final int MINUTE = 60;

  /** Less than a conversation has. */
  public static final class ThreeAMinute implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("combot.rate.turns-per-minute", Integer.toString(LIMIT));
    }
  }

  @BeforeEach
  void begin() {
    nextMinute();
  }

  private void nextMinute() {
    clock.putForward(Duration.ofSeconds(MINUTE - clock.instant().getEpochSecond() % MINUTE));
  }

  private String consent() {
    var number = "somebody-in-a-hurry-" + clock.instant().toEpochMilli();
    var body = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(number);
    return client.post("/v1/studies/think-feel/conversations", body).string("token");
  }

  private Client.Reply say(String token, int number) {
    var body = "{\"turnId\": \"t%d\", \"text\": \"message %d\"}".formatted(number, number);
    return client.post("/v1/conversation/turns", body, "Authorization", "Bearer " + token);
  }

  private void refused(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(429);
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, MINUTE);
    assertThat(reply.string("detail"))
        .startsWith("This conversation takes 3 messages a minute, and had more. Nothing")
        .contains("send it again in");
  }

  @Test
  void isAskedToWaitForTheNextMinuteAndNothingIsStored() {
    var token = consent();
    for (int i = 0; i < LIMIT; i++) {
      assertThat(say(token, i).status()).isEqualTo(200);
    }
    var stored = tables.everything();
    refused(say(token, LIMIT));
    refused(say(token, LIMIT));
    assertThat(tables.everything()).isEqualTo(stored);
    nextMinute();
    assertThat(say(token, LIMIT).status()).isEqualTo(200);
    assertThat(messages(token)).hasSize(LIMIT + 1);
  }

  @Test
  void isStillAnsweredWhatIsStored() {
    var token = consent();
    var first = say(token, 0);
    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(say(token, 0).text()).isEqualTo(first.text());
    }
    for (int i = 1; i < LIMIT; i++) {
      assertThat(say(token, i).status()).as("repetitions don't count").isEqualTo(200);
    }
    refused(say(token, LIMIT));
    assertThat(say(token, 0).text()).isEqualTo(first.text());
  }

  @Test
  void holdsUpNobodyElse() {
    var token = consent();
    for (int i = 0; i < LIMIT; i++) {
      say(token, i);
    }
    refused(say(token, LIMIT));
    assertThat(say(consent(), 0).status()).isEqualTo(200);
  }

  @Test
  void isAskedToWaitOnTheOriginalsApiToo() {
    var talk = open("random").until(LIMIT);
    var stored = tables.everything();
    refused(talk.say("one more"));
    assertThat(tables.everything()).isEqualTo(stored);
    assertThat(talk.closing().status()).isEqualTo(200);
    nextMinute();
    assertThat(talk.say("one more").status()).isEqualTo(200);
  }
}
