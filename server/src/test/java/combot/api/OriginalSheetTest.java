package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Studies;
import combot.store.Store;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every column of the original's sheet can be had from the record. */
@QuarkusTest
class OriginalSheetTest extends Served {

  @Inject Store store;
  @Inject Studies studies;

  @Test
  void hasEveryColumnOfTheOriginal() {
    var talk = open("lulu");
    var log = new ArrayList<String>();
    log.add("combot: " + talk.greeting());
    for (int i = 0; i < 6; i++) {
      var message = "The zipper of my new jacket broke, part " + i;
      log.add("user: " + message);
      var reply = talk.say(message).string("reply");
      log.add("combot: " + plain(reply));
    }
    log.add("combot: " + plain(talk.closing().string("message")));
    talk.say("not an address");
    var last = talk.send(talk.body("ann@example.org").put("timer", "321.5")).json();

    var row = row(talk);
    assertThat(row.id()).isEqualTo(conversation(talk.token()));
    assertThat(row.email()).isEqualTo("ann@example.org");
    assertThat(row.timeSpent()).isEqualTo(321.5);
    assertThat(row.testType()).isEqualTo("Lulu");
    assertThat(row.problemType()).isEqualTo("A");
    assertThat(row.thinkLevel()).isEqualTo(talk.level("think_level"));
    assertThat(row.feelLevel()).isEqualTo(talk.level("feel_level"));
    assertThat(row.endpointType())
        .isEqualTo(client.get("/api/random/", "Cookie", talk.cookie()).string("endpoint_type"));
    assertThat(row.createdAt()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(row.chatLog()).isEqualTo(log);
    assertThat(row.messageTypeLog())
        .containsExactly(
            talk.level("think_level") + "A", " ", " ", " ", " ", talk.level("feel_level"));
    var scores = new LinkedHashMap<String, Double>();
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> score :
        last.get("scenario").get("product_type_breakdown").properties()) {
      scores.put(score.getKey(), score.getValue().doubleValue());
    }
    assertThat(row.productTypeBreakdown())
        .isEqualTo(scores)
        .containsOnlyKeys("A", "B", "C", "Other");
  }

  @Test
  void tellsTheServersTimeWhereTheClientTellsNone() {
    var talk = open("random");
    talk.until(6);
    clock.putForward(Duration.ofSeconds(90));
    talk.finish();
    assertThat(row(talk).timeSpent()).isBetween(90.0, 120.0);
  }

  @Test
  void hasARowForWhoeverLeftEarlyAndNoneForWhoeverOnlyOpenedOrSpokeAlone() {
    var left = open("random");
    left.say("it broke");
    var opened = open("random");
    var lone = client.post("/api/random/", "{\"message\": \"it broke\", \"index\": 1}").json();

    assertThat(row(left).email()).isEmpty();
    assertThat(row(left).chatLog()).hasSize(3);
    assertThat(store.records().kept("think-feel"))
        .extracting(kept -> kept.conversation().id())
        .contains(conversation(left.token()))
        .doesNotContain(
            conversation(opened.token()),
            conversation(lone.get("scenario").get("conversation").asText()));
  }

  private OriginalSheet row(Talk talk) {
    var id = conversation(talk.token());
    return store.records().kept("think-feel").stream()
        .filter(kept -> kept.conversation().id().equals(id))
        .map(kept -> OriginalSheet.of(studies.first(), kept, store.records().turns(id, 0)))
        .findFirst()
        .orElseThrow();
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
