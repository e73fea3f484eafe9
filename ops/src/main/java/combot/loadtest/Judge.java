package combot.loadtest;

import combot.study.LinkTemplate;
import combot.study.Step;
import combot.study.Study;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Follows one conversation and says what is wrong with each answer. It does not know the condition:
 * what was said so far leaves some in which all of it may be said, and an answer that leaves none
 * mixes conditions. For one thread.
 */
final class Judge {

  private static final String CONVERSATION = "conversation";
  private static final String CODE = "code";
  private static final Map<String, String> ASSETS =
      Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");
  private static final String MARK = "MARK0MARK";

  private final Study study;
  private final Allowed allowed;
  private final Script script;
  private final Map<String, String> parameters;
  private final BitSet cells;
  private final Set<String> asked = new HashSet<>();
  private final List<String> said = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private List<String> wrong = new ArrayList<>();
  private int round;
  private int saidBefore;
  private String token;
  private int lastNumber;
  private String link;

  /** A turn as {@code /v1} shows it. */
  private record Shown(String from, String kind, String text) {
    static Shown of(JsonObject turn) {
      return new Shown(turn.getString("from"), turn.getString("kind"), turn.getString("text"));
    }
  }

  /**
   * @param parameters of the link by which the participant came
   */
  Judge(Study study, Allowed allowed, Map<String, String> parameters) {
    this.study = study;
    this.allowed = allowed;
    this.script = allowed.script();
    this.parameters = parameters;
    this.cells = allowed.all();
  }

  String token() {
    return token;
  }

  /** Of the last turn that was shown. */
  int lastNumber() {
    return lastNumber;
  }

  /** To the survey; {@code null} before the end, and where the study has none. */
  String link() {
    return link;
  }

  /** What the bot said since the last message. */
  List<String> lastWords() {
    return said.subList(saidBefore, said.size());
  }

  /** Judges the study's own words before consent. */
  List<String> study(Reply reply) {
    return judged(
        reply,
        answer -> {
          require(study.id().equals(answer.getString("study")), "another study");
          require(
              study.consent().text().equals(answer.getJsonObject("consent").getString("text")),
              "a consent text that is not the study's");
        });
  }

  /** Judges the answer to consent. */
  List<String> begun(Reply reply) {
    return judged(
        reply,
        answer -> {
          token = answer.getString("token");
          require(token != null && token.length() >= 32, "no token");
          looks(answer);
          var turns = answer.getJsonArray("turns");
          words(turns);
          lastNumber = turns.size();
          state(answer);
        });
  }

  /**
   * Judges the answer to the next message.
   *
   * @param text that was sent
   */
  List<String> answered(Reply reply, String text, boolean wasContact) {
    round++;
    shown.add(
        wasContact
            ? new Shown("participant", "contact", study.strings().get("contact-hidden"))
            : new Shown("participant", "message", text));
    saidBefore = said.size();
    return judged(
        reply,
        answer -> {
          lastNumber++;
          words(answer.getJsonArray("replies"));
          lastNumber += answer.getJsonArray("replies").size();
          var accepted = answer.getBoolean("contactAccepted");
          require(
              wasContact ? Boolean.TRUE.equals(accepted) : accepted == null,
              () -> "contactAccepted is " + accepted);
          state(answer);
        });
  }

  /** Judges the conversation so far, as a reload shows it. */
  List<String> read(Reply reply) {
    return judged(
        reply,
        answer -> {
          looks(answer);
          var turns = objects(answer.getJsonArray("turns"));
          require(
              turns.size() == lastNumber, () -> turns.size() + " turns after turn " + lastNumber);
          require(
              turns.stream().map(Shown::of).toList().equals(shown),
              "a reload shows other turns than were said");
          state(answer);
        });
  }

  private List<String> judged(Reply reply, Consumer<JsonObject> judge) {
    wrong = new ArrayList<>();
    require(isOf(reply, "application/json"), () -> "content type " + reply.contentType());
    reply
        .json()
        .ifPresentOrElse(
            answer -> {
              try {
                judge.accept(answer);
              } catch (ClassCastException | NullPointerException _) {
                wrong.add("JSON that is not of the documented form");
              }
            },
            () -> wrong.add("malformed JSON"));
    return wrong;
  }

  /** Whether the answer is of that media type, with whatever parameters. */
  static boolean isOf(Reply reply, String type) {
    return reply.contentType() != null && reply.contentType().split(";", 2)[0].strip().equals(type);
  }

  /**
   * Judges the participant page.
   *
   * @param links to its files
   */
  static List<String> page(Reply reply, String study, List<String> links) {
    var wrong = new ArrayList<String>();
    if (!isOf(reply, "text/html")
        || !reply.body().toString().contains("data-study=\"" + study + "\"")) {
      wrong.add("not the study's page");
    }
    if (links.isEmpty()) {
      wrong.add("a page without its files");
    }
    return wrong;
  }

  /** Judges a file that the page links to. */
  static List<String> asset(Reply reply, String path) {
    if (reply.body().length() == 0) {
      return List.of("an empty file");
    }
    var type = ASSETS.get(path.replaceFirst("[?#].*", "").replaceFirst(".*\\.", ""));
    return type == null || isOf(reply, type)
        ? List.of()
        : List.of("content type %s of %s".formatted(reply.contentType(), path));
  }

  private void looks(JsonObject answer) {
    var look = answer.getJsonObject("appearance");
    var appearance =
        new Study.Appearance(
            look.getString("name"),
            look.getString("avatar"),
            look.getString("colour"),
            look.getString("onColour"));
    narrow(allowed.looking(appearance, isClassified()), () -> "an appearance of another condition");
  }

  private boolean isClassified() {
    return script.isClassified(round);
  }

  private void words(JsonArray given) {
    var turns = objects(given);
    var lines = script.rounds().get(round);
    require(
        turns.size() == lines.size(),
        () -> "%d texts where the study says %d".formatted(turns.size(), lines.size()));
    for (int i = 0; i < Math.min(turns.size(), lines.size()); i++) {
      var turn = turns.get(i);
      int before = lastNumber + i;
      var text = turn.getString("text");
      require("bot".equals(turn.getString("from")), "a turn that is not the bot's");
      require(
          turn.getInteger("number") == before + 1,
          () -> "turn %s after turn %d".formatted(turn.getInteger("number"), before));
      said.add(text);
      shown.add(new Shown("bot", "message", text));
      if (text.isBlank()) {
        wrong.add("an empty text");
        continue;
      }
      var saying = allowed.saying(round, i, text);
      if (saying.isEmpty()) {
        wrong.add("a text that the study does not say here: " + Excerpt.of(text));
        continue;
      }
      narrow(saying, () -> "a text of another condition: " + Excerpt.of(text));
      if (lines.get(i).kind().equals("PROBE")) {
        require(asked.add(text), () -> "a question for the second time: " + Excerpt.of(text));
      }
    }
  }

  private void narrow(BitSet to, Supplier<String> otherwise) {
    if (cells.intersects(to)) {
      cells.and(to);
    } else {
      wrong.add(otherwise.get());
    }
  }

  private void state(JsonObject answer) {
    var expects = answer.getString("expects");
    require(script.expects().get(round).equals(expects), () -> "expects " + expects);
    var progress = answer.getJsonObject("progress");
    require(
        progress.getInteger("answered") == round && progress.getInteger("of") == script.messages(),
        () -> "progress %s after %d of %d messages".formatted(progress, round, script.messages()));
    var finish = answer.getJsonObject("finish");
    if (round < script.messages()) {
      require(finish == null, "the end, too early");
    } else {
      finish(finish);
    }
  }

  private void finish(JsonObject finish) {
    var step = (Step.Finish) study.flow().getLast();
    link = finish.getString("link");
    require(
        step.link() == null ? link == null : link != null && isWellFormed(link),
        () -> "the link " + link);
    require(
        step.label() == null
            ? finish.getString("label") == null
            : labels(step.label()).contains(finish.getString("label")),
        "the label " + finish.getString("label"));
  }

  private Set<String> labels(String name) {
    return study.texts().get(name).variants().stream()
        .map(variant -> variant.value())
        .collect(Collectors.toSet());
  }

  /**
   * The template with this participant's values, any conversation's id and any condition's code.
   */
  private boolean isWellFormed(String link) {
    var form = link(study, parameters, MARK + CONVERSATION + MARK, MARK + CODE + MARK);
    var pattern =
        Pattern.quote(form)
            .replace(MARK + CONVERSATION + MARK, "\\E[0-9a-f-]{36}\\Q")
            .replace(MARK + CODE + MARK, "\\E(?:" + allowed.codes() + ")\\Q");
    return Pattern.matches(pattern, link);
  }

  /**
   * The link to the survey.
   *
   * @param parameters of the link by which the participant came
   */
  static String link(
      Study study, Map<String, String> parameters, String conversation, String code) {
    return LinkTemplate.fill(
        ((Step.Finish) study.flow().getLast()).link(),
        name ->
            switch (name) {
              case CONVERSATION -> conversation;
              case CODE -> code;
              case "panel_id" -> parameters.getOrDefault(study.panel().id(), "");
              default -> parameters.getOrDefault(name, "");
            });
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private void require(boolean holds, String otherwise) {
    require(holds, () -> otherwise);
  }

  /** Most answers are right: what is wrong is put into words only where it is. */
  private void require(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      wrong.add(otherwise.get());
    }
  }
}
