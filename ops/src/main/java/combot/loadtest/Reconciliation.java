package combot.loadtest;

import combot.statistics.GoodnessOfFit;
import combot.study.Study;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares what participants sent and heard with what the server stored, conversation by
 * conversation as they come. For one thread.
 */
final class Reconciliation {

  private static final int PROBLEMS_AT_MOST = 20;
  private static final long NOBODY = Long.MAX_VALUE;

  /** So improbable must an assignment be to be called wrong. */
  private static final double IMPROBABLE = 1e-6;

  private final Study study;
  private final Allowed allowed;
  private final String version;
  private final String run;
  private final Map<Long, Transcript> missing = new HashMap<>();
  private final Map<Long, Transcript> transcripts = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long conversations;
  private final List<Integer> silent = new ArrayList<>();
  private final Map<Map<String, String>, Long> drawn = new HashMap<>();
  private long turns;
  private long lost;
  private long doubled;
  private long foreign;
  private long wrong;
  private long unacknowledged;
  private long classified;
  private long agreeing;

  /**
   * @param version of the study, as the server names it
   * @param sent all that was done in this run
   */
  Reconciliation(
      Study study, Allowed allowed, String version, String run, Collection<Transcript> sent) {
    this.study = study;
    this.allowed = allowed;
    this.version = version;
    this.run = run;
    sent.forEach(one -> transcripts.put(one.participant(), one));
    missing.putAll(transcripts);
  }

  /** Names a turn so that it is found again; as {@code /v1} takes it. */
  static String turnId(String run, long participant, int message) {
    return run + "-" + participant + "-" + message;
  }

  /** Takes one of the store's conversations. */
  void take(JsonObject conversation) {
    conversations++;
    try {
      compare(conversation);
    } catch (ClassCastException | NullPointerException _) {
      wrong++;
      tell(conversation, "is not of the documented form");
    }
  }

  private void compare(JsonObject conversation) {
    var owner = owner(conversation);
    if (owner < 0) {
      silent.add(
          Transcript.words(
              objects(conversation).stream().map(turn -> turn.getString("text")).toList()));
    }
    var transcript = transcripts.get(owner);
    if (owner >= 0 && missing.remove(owner) == null) {
      foreign += count(conversation);
      tell(conversation, transcript == null ? "nobody's" : "a participant's second one");
      return;
    }
    new Following(conversation, transcript).follow();
  }

  private long count(JsonObject conversation) {
    return objects(conversation).stream().filter(Reconciliation::isParticipants).count();
  }

  /** The participant of the first message; -1: nobody spoke. */
  private long owner(JsonObject conversation) {
    return objects(conversation).stream()
        .filter(Reconciliation::isParticipants)
        .map(turn -> participant(turn.getString("turnId")))
        .findFirst()
        .orElse(-1L);
  }

  private long participant(String turnId) {
    var prefix = run + "-";
    if (turnId != null && turnId.startsWith(prefix)) {
      var rest = turnId.substring(prefix.length());
      if (rest.matches("\\d{1,18}-\\d{1,9}")) {
        return Long.parseLong(rest.substring(0, rest.indexOf('-')));
      }
    }
    return NOBODY;
  }

  private static boolean isParticipants(JsonObject turn) {
    return "PARTICIPANT".equals(turn.getString("role"));
  }

  private static List<JsonObject> objects(JsonObject conversation) {
    return conversation.getJsonArray("turns").stream().map(JsonObject.class::cast).toList();
  }

  /** What came of it, once all were taken. */
  Reconciled result() {
    long vain = 0;
    long unheard = 0;
    for (var transcript : missing.values()) {
      if (transcript.acknowledged() > 0) {
        lost += transcript.acknowledged();
        problem("participant %d: all of the conversation is missing", transcript.participant());
      } else if (transcript.hasBegun()) {
        unheard += silent.remove((Integer) transcript.words()) ? 0 : 1;
      } else if (transcript.askedToBeginInVain()) {
        vain++;
      }
    }
    if (unheard > 0) {
      lost += unheard;
      problem(
          "%d conversations in which nobody spoke are missing, or have other words than were received",
          unheard);
    }
    if (silent.size() > vain) {
      foreign += silent.size() - vain;
      problem("%d conversations are stored that nobody began", silent.size() - vain);
    }
    assigned();
    return new Reconciled(
        conversations,
        turns,
        lost,
        doubled,
        foreign,
        wrong,
        unacknowledged,
        classified,
        agreeing,
        problems,
        Optional.empty());
  }

  /** People come into conditions as the weights say. */
  private void assigned() {
    var conditions = study.conditions();
    var counts =
        conditions.stream().mapToLong(one -> drawn.getOrDefault(one.levels(), 0L)).toArray();
    var weights = conditions.stream().mapToLong(study.assignment()::weightOf).toArray();
    for (int i = 0; i < counts.length; i++) {
      if (weights[i] == 0 && counts[i] > 0) {
        wrong++;
        problem("%d people are in %s, whose weight is 0", counts[i], conditions.get(i));
      }
    }
    if (GoodnessOfFit.p(counts, weights).orElse(1) < IMPROBABLE) {
      wrong++;
      problem("people are in conditions as their weights do not say: %s", drawn);
    }
  }

  private void tell(JsonObject conversation, String what) {
    problem("conversation %s: %s", conversation.getValue("id"), what);
  }

  private void problem(String form, Object... values) {
    if (problems.size() < PROBLEMS_AT_MOST) {
      problems.add(form.formatted(values));
    }
  }

  /** One conversation, turn by turn. */
  private final class Following {
    private final JsonObject conversation;
    private final Transcript transcript;
    private final Map<String, String> condition;
    private final String complaintClass;
    private final Set<String> turnIds = new HashSet<>();
    private final Set<String> questions = new HashSet<>();
    private int round;
    private int position;

    /**
     * @param transcript {@code null} where nobody spoke
     */
    Following(JsonObject conversation, Transcript transcript) {
      this.conversation = conversation;
      this.transcript = transcript;
      this.condition = strings(conversation.getJsonObject("condition"));
      this.complaintClass = conversation.getString("class");
    }

    void follow() {
      drawn.merge(condition, 1L, Long::sum);
      require(
          version.equals(conversation.getString("version")), () -> "is of another study version");
      require(study.id().equals(conversation.getString("study")), () -> "is of another study");
      int number = 0;
      for (var turn : objects(conversation)) {
        int expected = ++number;
        require(
            turn.getInteger("number") == expected,
            () -> "turn %d stands where %d should".formatted(turn.getInteger("number"), expected));
        if (isParticipants(turn)) {
          message(turn);
        } else {
          line(turn);
        }
      }
      end();
    }

    private void message(JsonObject turn) {
      turns++;
      var turnId = turn.getString("turnId");
      if (!turnIds.add(turnId)) {
        doubled++;
        tell(conversation, "turn " + turnId + " is stored twice");
        return;
      }
      if (participant(turnId) != transcript.participant()) {
        foreign++;
        tell(conversation, "turn " + turnId + " is not this participant's");
        return;
      }
      int message = Integer.parseInt(turnId.substring(turnId.lastIndexOf('-') + 1));
      if (message > round) {
        skip(message);
      } else {
        require(
            message == round, () -> "turn %s stands after %d messages".formatted(turnId, round));
        require(
            position == lines(round),
            () -> "%d texts of the bot before message %d".formatted(position, round + 1));
      }
      var kind = isContact(message) ? "CONTACT" : "MESSAGE";
      require(
          kind.equals(turn.getString("kind")), () -> "a message of kind " + turn.getString("kind"));
      var text = turn.getString("text");
      if (isContact(message)) {
        require(text.isEmpty(), () -> "turn %s shows the contact".formatted(turnId));
        text = conversation.getString("contact");
      }
      if (!transcript.isSent(message, text)) {
        foreign++;
        tell(conversation, "turn %s has words that were not sent".formatted(turnId));
      }
      if (round >= transcript.acknowledged()) {
        unacknowledged++;
      }
      round++;
      position = 0;
      progress(turn);
    }

    private boolean isContact(int message) {
      return message < rounds() && !allowed.script().expects().get(message).equals(Script.MESSAGE);
    }

    private void progress(JsonObject turn) {
      require(
          turn.getInteger("progress") == round,
          () -> "progress %d after %d messages".formatted(turn.getInteger("progress"), round));
    }

    /** Messages from the next one to {@code message} are not there. */
    private void skip(int message) {
      for (; round < message; round++) {
        position = 0;
        if (round < transcript.acknowledged()) {
          lost++;
          tell(conversation, "message %d was acknowledged and is not stored".formatted(round + 1));
        }
      }
    }

    private void line(JsonObject turn) {
      var text = turn.getString("text");
      if (position == lines(round) && round < rounds() && transcript != null) {
        skip(round + 1);
      }
      if (position >= lines(round)) {
        require(false, () -> "the bot says more than the study: " + Excerpt.of(text));
        return;
      }
      var line = allowed.script().rounds().get(round).get(position);
      var places =
          allowed.places(
              round, position, text, condition, line.classified() ? complaintClass : null);
      require(
          !places.isEmpty(),
          () -> "words of another condition, class or step: " + Excerpt.of(text));
      var place =
          new Allowed.Place(
              turn.getString("source"), strings(turn.getJsonObject("delivered", new JsonObject())));
      require(
          places.isEmpty() || places.contains(place),
          () -> "delivered %s; the study has %s".formatted(place, places));
      require(
          line.kind().equals(turn.getString("kind")),
          () -> "a turn of kind " + turn.getString("kind"));
      require(
          !line.kind().equals("PROBE") || questions.add(text),
          () -> "a question for the second time: " + Excerpt.of(text));
      progress(turn);
      int number = allowed.script().before(round) + position;
      if (transcript != null && number < transcript.heard()) {
        require(
            transcript.isHeard(number, text),
            () -> "other words than were received: " + Excerpt.of(text));
      }
      position++;
    }

    private void end() {
      if (transcript != null) {
        skip(transcript.acknowledged());
        require(
            allowed.script().before(round) + position >= transcript.heard(),
            () -> "fewer words than were received");
      }
      require(position == lines(round), () -> "%d texts of the bot at the end".formatted(position));
      boolean finished = "FINISHED".equals(conversation.getString("status"));
      require(
          finished == (round == rounds()),
          () -> "is %s after %d messages".formatted(conversation.getString("status"), round));
      boolean due = allowed.script().isClassified(Math.min(round, rounds()));
      require(
          (complaintClass != null) == due,
          () -> "has the class %s after %d messages".formatted(complaintClass, round));
      if (transcript != null && transcript.isLed()) {
        require(
            isRightlyLed(), () -> "the link shown is not of this conversation and its condition");
      }
      if (complaintClass != null && transcript != null) {
        classified++;
        agreeing += complaintClass.equals(transcript.label()) ? 1 : 0;
      }
    }

    private boolean isRightlyLed() {
      var parameters = Participant.parameters(study, run, transcript.participant());
      return study.conditions().stream()
          .filter(one -> one.levels().equals(condition))
          .map(
              one -> Judge.link(study, parameters, conversation.getString("id"), study.codeOf(one)))
          .anyMatch(transcript::isLedBy);
    }

    private int lines(int of) {
      return of > rounds() ? 0 : allowed.script().rounds().get(of).size();
    }

    private int rounds() {
      return allowed.script().messages();
    }

    private void require(boolean holds, Supplier<String> otherwise) {
      if (!holds) {
        wrong++;
        tell(conversation, otherwise.get());
      }
    }

    private static Map<String, String> strings(JsonObject object) {
      var strings = new LinkedHashMap<String, String>();
      object.forEach(entry -> strings.put(entry.getKey(), String.valueOf(entry.getValue())));
      return strings;
    }
  }
}
