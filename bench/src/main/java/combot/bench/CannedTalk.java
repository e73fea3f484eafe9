package combot.bench;

import combot.conversation.Ask;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.study.Choice;
import combot.study.Condition;
import combot.study.LinkTemplate;
import combot.study.Step;
import combot.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One conversation in one condition, made once and told to everybody as {@code /v1} tells it.
 * Immutable.
 */
final class CannedTalk {

  /** Stand where each conversation has its own. */
  static final String TOKEN = "TOKEN-OF-THIS-ONE";

  static final String PANEL_ID = "PANEL-ID-OF-THIS-ONE";
  static final String ID = "CONVERSATION-OF-THIS-ONE";

  private static final String EMAIL = "somebody@loadtest.example";

  private final Study study;
  private final Condition condition;
  private final List<String> answers = new ArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private final List<Boolean> contacts = new ArrayList<>();
  private int number;

  CannedTalk(Study study, Condition condition) {
    this.study = study;
    this.condition = condition;
    var advanced = Engine.open(study, condition, 1);
    var shown = turns(advanced.replies());
    var begun = Json.ordered("token", TOKEN, "appearance", appearance(), "turns", shown);
    answers.add(Json.text(state(begun, advanced.next())));
    while (!Engine.isOver(study, advanced.next())) {
      boolean contact = isContact(advanced.next());
      advanced = answer(advanced.next(), contact ? EMAIL : "It broke.");
      number++;
      var answer = Json.ordered("replies", turns(advanced.replies()));
      if (contact) {
        answer.put("contactAccepted", true);
      }
      contacts.add(contact);
      answers.add(Json.text(state(answer, advanced.next())));
    }
  }

  private Ask.Advanced answer(State state, String text) {
    var asked = Engine.said(study, state, text);
    if (asked instanceof Ask.Classify classify) {
      var scores = new LinkedHashMap<String, Double>();
      study.classes().keySet().forEach(name -> scores.put(name, scores.isEmpty() ? 1.0 : 0.0));
      asked = Engine.resume(study, classify, scores);
    }
    return (Ask.Advanced) asked;
  }

  /** Numbers what the bot says, and keeps it as the store would tell it. */
  private List<Map<String, Object>> turns(List<BotTurn> replies) {
    var shown = new ArrayList<Map<String, Object>>();
    var kept = new ArrayList<Map<String, Object>>();
    for (var turn : replies) {
      number++;
      shown.add(Json.ordered("number", number, "from", "bot", "text", turn.text(), "delayMs", 0));
      var one = Json.ordered("number", number, "role", "BOT", "kind", turn.kind().name());
      one.putAll(Json.ordered("text", turn.text(), "source", turn.source()));
      one.putAll(Json.ordered("delivered", turn.delivered(), "progress", stored.size()));
      kept.add(one);
    }
    stored.add(kept.stream().map(Json::text).collect(Collectors.joining(",")));
    return shown;
  }

  private Map<String, Object> appearance() {
    var look = study.appearance().find(condition, null).map(Choice.Variant::value).orElseThrow();
    var shown = Json.ordered("name", look.name(), "avatar", look.avatar());
    shown.putAll(Json.ordered("colour", look.colour(), "onColour", look.onColour()));
    return shown;
  }

  private boolean isContact(State state) {
    return study.flow().get(state.step()) instanceof Step.Contact;
  }

  private Map<String, Object> state(Map<String, Object> answer, State state) {
    boolean over = Engine.isOver(study, state);
    answer.put("expects", over ? "nothing" : isContact(state) ? "email" : "message");
    answer.put("progress", Json.ordered("answered", state.progress(), "of", Engine.waiting(study)));
    if (over) {
      var finish = Engine.finish(study);
      var values =
          Map.of("panel_id", PANEL_ID, "conversation", ID, "code", study.codeOf(condition));
      var link = LinkTemplate.fill(finish.link(), name -> values.getOrDefault(name, "loadtest"));
      var label = study.texts().get(finish.label()).pick(condition, state.complaintClass());
      answer.put("finish", Json.ordered("link", link, "label", label.value()));
    }
    return answer;
  }

  /** The answer to consent. */
  String begun() {
    return answers.getFirst();
  }

  /**
   * The answer to a message.
   *
   * @param message from 0
   */
  String answer(int message) {
    return answers.get(message + 1);
  }

  /**
   * A conversation as the load test asks for it.
   *
   * @param turnIds of the messages that were taken
   * @param texts of these, as JSON has them between its quotes
   */
  String stored(String id, String version, List<String> turnIds, List<String> texts) {
    var turns = new StringBuilder(stored.getFirst());
    var contact = "";
    int at = count(stored.getFirst());
    for (int i = 0; i < texts.size(); i++) {
      boolean isContact = contacts.get(i);
      contact = isContact ? texts.get(i) : contact;
      turns
          .append(",{\"role\":\"PARTICIPANT\",\"number\":")
          .append(++at)
          .append(isContact ? ",\"kind\":\"CONTACT\"" : ",\"kind\":\"MESSAGE\"")
          .append(",\"turnId\":\"" + turnIds.get(i) + "\",\"text\":\"")
          .append(isContact ? "" : texts.get(i))
          .append("\",\"progress\":" + (i + 1) + "},")
          .append(stored.get(i + 1));
      at += count(stored.get(i + 1));
    }
    boolean finished = texts.size() == contacts.size();
    return "{\"id\":\"%s\",\"study\":\"%s\",\"version\":\"%s\",\"condition\":%s,\"class\":%s,\"status\":\"%s\",\"contact\":\"%s\",\"turns\":[%s]}"
        .formatted(
            id,
            study.id(),
            version,
            Json.text(condition.levels()),
            texts.isEmpty() || study.classes().isEmpty()
                ? "null"
                : "\"" + study.classes().keySet().iterator().next() + "\"",
            finished ? "FINISHED" : "ACTIVE",
            contact,
            turns);
  }

  private static int count(String turns) {
    return turns.split("\"role\"", -1).length - 1;
  }
}
