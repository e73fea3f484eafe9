package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import combot.classifier.Classifier;
import combot.store.Together;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two hundred people at once, half of them on each API. */
@QuarkusTest
@Tag("slow")
class ConcurrentConversationsTest extends Served {

  private static final int PEOPLE = 200;
  private static final int MESSAGES = 6;
  private static final int BLOCK = 16;
  private static final List<String> STORIES =
      List.of(
          "The zipper of my new jacket broke after two days, order %d.",
          "My parcel number %d came three weeks late and nobody told me where it was.",
          "The man at counter %d shouted at me and called me a liar.",
          "Nice weather today, number %d says hello.");

  @Inject Classifier classifier;

  /** What one of them said and was told. */
  private record Heard(
      String token, List<String> said, List<String> told, Map<String, String> levels) {}

  @Test
  void everyTurnIsStoredOnceInOrderAndNobodyGetsAnothersWordsClassOrCondition() {
    // Takes back what other tests left on lease.
    clock.putForward(Duration.ofMinutes(11));
    var heard = Together.run(PEOPLE, i -> i % 2 == 0 ? onPage(i) : onOriginal(i));

    assertThat(heard).extracting(Heard::token).doesNotHaveDuplicates();
    heard.forEach(this::assertStored);
    assertThat(heard)
        .extracting(it -> column(it.token(), "slot"))
        .doesNotContain("null")
        .doesNotHaveDuplicates();
    assertBalanced();
  }

  private Heard onPage(int number) {
    var begun =
        client.post(
            "/v1/studies/think-feel/conversations",
            "{\"consent\": true, \"requestId\": \"one-of-a-crowd-%d\"}".formatted(number));
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    var token = begun.string("token");
    var heard = new Heard(token, new ArrayList<>(), new ArrayList<>(), Map.of());
    heard.told().add(begun.json().get("turns").get(0).get("text").asText());
    for (int turn = 0; turn <= MESSAGES; turn++) {
      var text = words(number, turn);
      var body = Client.JSON.createObjectNode().put("turnId", "t" + turn).put("text", text);
      var reply =
          client.post(
              "/v1/conversation/turns", body.toString(), "Authorization", "Bearer " + token);
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      heard.said().add(text);
      reply.json().get("replies").forEach(it -> heard.told().add(it.get("text").asText()));
    }
    return heard;
  }

  private Heard onOriginal(int number) {
    var talk = open("random");
    var levels = new HashMap<String, String>();
    levels.put(CompatStudy.BRAND, talk.level("brand"));
    levels.put(CompatStudy.THINK, talk.level("think_level"));
    levels.put(CompatStudy.FEEL, talk.level("feel_level"));
    var heard = new Heard(talk.token(), new ArrayList<>(), new ArrayList<>(), levels);
    heard.told().add(talk.greeting());
    for (int turn = 0; turn <= MESSAGES; turn++) {
      var text = words(number, turn);
      var reply = talk.say(text);
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      assertThat(talk.index()).isEqualTo(turn + 1);
      heard.said().add(text);
      heard.told().add(plain(reply.string("reply")));
      if (reply.json().has("callClosingMessage")) {
        heard.told().add(plain(talk.closing().string("message")));
      }
    }
    return heard;
  }

  private static String words(int number, int turn) {
    return switch (turn) {
      case 0 -> STORIES.get(number % STORIES.size()).formatted(number);
      case MESSAGES -> "person%d@example.org".formatted(number);
      default -> "person %d, part %d".formatted(number, turn);
    };
  }

  private static String plain(String reply) {
    return reply
        .replaceAll(" <a href.*", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private void assertStored(Heard heard) {
    var id = conversation(heard.token());
    var stored = new ArrayList<>(heard.said());
    stored.set(MESSAGES, ""); // a contact is kept apart
    assertThat(messages(heard.token())).isEqualTo(stored);
    assertThat(
            tables.texts(
                "select text from turn where role = 'BOT' and conversation_id = ? order by number",
                id))
        .isEqualTo(heard.told());
    assertThat(tables.texts("select value from contact where conversation_id = ?", id))
        .containsExactly(heard.said().getLast());
    var scores = classifier.scores(heard.said().getFirst());
    assertThat(json(column(heard.token(), "scores"), Double.class)).isEqualTo(scores);
    var assigned = json(column(heard.token(), "assigned"), String.class);
    assertThat(assigned).containsAllEntriesOf(heard.levels());
    assertThat(column(heard.token(), "status")).isEqualTo("FINISHED");
    var treatment = new HashMap<>(assigned);
    treatment.put("class", column(heard.token(), "complaint_class"));
    for (var delivered :
        tables.texts("select delivered from turn where role = 'BOT' and conversation_id = ?", id)) {
      assertThat(treatment).containsAllEntriesOf(json(delivered, String.class));
    }
  }

  private static <T> Map<String, T> json(String text, Class<T> type) {
    try {
      var mapType = Client.JSON.getTypeFactory().constructMapType(Map.class, String.class, type);
      return Client.JSON.readValue(text, mapType);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Slots of the stratum of all conditions: no gap, and each whole block holds each cell alike. */
  private void assertBalanced() {
    var slots =
        tables.rows(
            "select number, assigned, status from slot where stratum like '% {}' order by number");
    assertThat(slots).hasSizeGreaterThanOrEqualTo(PEOPLE);
    for (int i = 0; i < slots.size(); i++) {
      assertThat(slots.get(i)).containsEntry("number", i).containsEntry("status", "TAKEN");
    }
    for (int block = 0; (block + 1) * BLOCK <= slots.size(); block++) {
      var counts = new HashMap<Object, Integer>();
      slots
          .subList(block * BLOCK, (block + 1) * BLOCK)
          .forEach(slot -> counts.merge(slot.get("assigned"), 1, Integer::sum));
      assertThat(counts).hasSize(8);
      assertThat(counts.values()).containsOnly(2);
    }
  }
}
