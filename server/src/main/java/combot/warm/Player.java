package combot.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import combot.warm.Requests.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds whole conversations, as the participant page and the original's front ends do, and judges
 * what it is answered.
 */
final class Player {

  /** A study whose conversation is longer is played so far. */
  private static final int TURNS_AT_MOST = 12;

  private static final int COMPATIBLE_TURNS = 6;

  private static final String[] FIRST = {
    "My parcel arrived two weeks late and the box was torn.",
    "The jacket fell apart after I washed it once.",
    "The man at the counter shouted at me when I asked for a refund.",
    "I waited an hour on the phone and nobody could tell me where my order was.",
    "The screen of my new telephone was broken when I opened it.",
    "I was charged twice for the same thing.",
  };

  private static final String[] LATER = {
    "I bought it as a present, so I was quite disappointed.",
    "No, nobody has answered my letters so far.",
    "It was in March, I think; I still have the receipt.",
    "I'd like my money back, or at least an apology.",
  };

  private final Requests requests;
  private final ObjectMapper json = new ObjectMapper();

  /** Whether a study is served by the original's API, as far as is known. */
  private volatile boolean original = true;

  Player(Requests requests) {
    this.requests = requests;
  }

  /**
   * One conversation by the page and its API.
   *
   * @param number of the conversation; its texts follow from it
   */
  void byPage(String study, int number) throws IOException {
    if (!requests.get("/s/" + study, Map.of()).body().contains("data-study=\"" + study + "\"")) {
      requests.wrong();
    }
    read(requests.get("/v1/studies/" + study, Map.of()), told -> isAbout(study, told));
    var begin = json.createObjectNode().put("consent", true).put("requestId", random());
    begin.putObject("parameters");
    var begun =
        requests.post("/v1/studies/" + study + "/conversations", Map.of(), begin.toString());
    var dialogue = new Dialogue();
    var state = read(begun, told -> isAbout(study, told) && dialogue.begins(told.path("turns")));
    if (state.isMissingNode()) {
      return;
    }
    var token = Map.of("Authorization", "Bearer " + state.path("token").asText());
    for (int turn = 0; turn < TURNS_AT_MOST && !expected(state).equals("nothing"); turn++) {
      var text = text(expected(state), number, turn);
      var contact = !expected(state).equals("message");
      var said = json.createObjectNode().put("turnId", random()).put("text", text);
      var answer = requests.post("/v1/conversation/turns", token, said.toString());
      state =
          read(
              answer,
              told ->
                  told.path("contactAccepted").asBoolean(true)
                      && dialogue.goesOn(contact ? "" : text, told.path("replies")));
      if (state.isMissingNode()) {
        return;
      }
    }
    read(
        requests.get("/v1/conversation", token),
        told -> isAbout(study, told) && dialogue.isToldBy(told.path("turns")));
  }

  private static boolean isAbout(String study, JsonNode told) {
    return told.path("study").asText().equals(study);
  }

  /** What an answer says; missing where it is an error, or wrong. */
  private JsonNode read(Answer answer, Predicate<JsonNode> right) {
    if (!answer.isRight()) {
      return MissingNode.getInstance();
    }
    try {
      var told = json.readTree(answer.body());
      if (right.test(told)) {
        return told;
      }
    } catch (JsonProcessingException _) {
      // as wrong as any other
    }
    requests.wrong();
    return MissingNode.getInstance();
  }

  private static String expected(JsonNode state) {
    return state.path("expects").asText("nothing");
  }

  private static String text(String expected, int number, int turn) {
    return switch (expected) {
      case "email" -> "somebody@example.org";
      case "panel-id" -> "5f1a3c9e7b2d4a6088c1e0f2";
      default -> turn == 0 ? FIRST[number % FIRST.length] : LATER[(number + turn) % LATER.length];
    };
  }

  /** One conversation by the original's API; does nothing where no study is served there. */
  void byOriginal(int number) throws IOException {
    if (!original) {
      return;
    }
    var opened = requests.get("/api/random/initial", Map.of());
    original = opened.isRight();
    var first = read(opened, told -> says("message", told) && !condition(told).isEmpty());
    if (first.isMissingNode()) {
      return;
    }
    var cookie = Map.of("Cookie", String.valueOf(opened.cookie()));
    var last = first;
    var log = json.createArrayNode();
    log(log, "combot", first.path("message").asText());
    for (int index = 0; index <= COMPATIBLE_TURNS; index++) {
      if (index == COMPATIBLE_TURNS) {
        read(requests.get("/api/random/closing", cookie), told -> says("message", told));
      }
      var text = text(index == COMPATIBLE_TURNS ? "email" : "message", number, index);
      log(log, "user", text);
      var answer = requests.post("/api/random", cookie, turn(index, text, log, last).toString());
      last = read(answer, told -> says("reply", told) && condition(told).equals(condition(first)));
      if (last.isMissingNode()) {
        return;
      }
      log(log, "combot", last.path("reply").asText());
    }
  }

  private static boolean says(String field, JsonNode told) {
    return !told.path(field).asText().isBlank();
  }

  /** Of a conversation on the original's API, which is to keep it. */
  private static List<String> condition(JsonNode told) {
    return Stream.of("conversation", "brand", "think_level", "feel_level")
        .map(told.path("scenario")::path)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  private ObjectNode turn(int index, String text, ArrayNode log, JsonNode last) {
    var turn = json.createObjectNode().put("message", text).put("index", index);
    turn.put("timer", 20 * index).put("classType", last.path("classType").asText(""));
    turn.set("chatLog", log);
    turn.putArray("messageTypeLog");
    turn.set("scenario", last.path("scenario"));
    return turn;
  }

  private static void log(ArrayNode log, String sender, String text) {
    log.addObject().put("text", text).put("sender", sender);
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }
}
