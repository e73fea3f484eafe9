package combot.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import combot.chat.Answer;
import combot.chat.View;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Turn;
import combot.study.Generation;
import combot.study.Step;
import combot.study.Study;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code /v1} says, as JSON. Nothing here names a condition, a level, a class, a score or a
 * place in the study file.
 */
final class V1 {
  private V1() {}

  /** A study, as a participant may know it. */
  record StudyJson(
      String study,
      String title,
      String language,
      Study.Consent consent,
      Map<String, String> strings,
      List<String> parameters,
      LimitsJson limits,
      boolean streaming) {

    static StudyJson of(Study study) {
      return new StudyJson(
          study.id(),
          study.title(),
          study.language(),
          study.consent(),
          study.strings(),
          study.panel().parameters(),
          new LimitsJson(study.limits().message()),
          study.generation().map(Generation::streaming).orElse(false));
    }
  }

  record LimitsJson(int message) {}

  /**
   * @param token there where the conversation is begun or resumed, else {@code null}
   */
  record ConversationJson(
      String token,
      String study,
      Study.Appearance appearance,
      List<TurnJson> turns,
      Expects expects,
      FinishJson finish,
      ProgressJson progress) {

    static ConversationJson of(String token, View view) {
      var study = view.study();
      var state = view.conversation().state();
      return new ConversationJson(
          token,
          study.id(),
          study.appearance().pick(state.condition(), state.complaintClass()).value(),
          TurnJson.of(view),
          Expects.of(study, state),
          FinishJson.of(study, view.conversation(), state),
          ProgressJson.of(study, state));
    }
  }

  /**
   * A turn; {@code kind} is {@code contact} for the participant's answer to a contact step. What
   * they gave there is not shown again: a panel id, which others may know, opens a conversation.
   *
   * @param delayMs of a reply whose moment is still to come, counted as {@link ReplyJson}'s
   */
  record TurnJson(int number, String from, String kind, String text, long delayMs) {
    static List<TurnJson> of(View view) {
      var turns = new ArrayList<TurnJson>();
      int answered = view.lastSaid();
      var now = view.at();
      for (var turn : view.turns()) {
        // Another machine may have stored it, by a clock that is ahead of this one's.
        now = later(now, turn.at());
        // What was answered has been seen.
        var shown = turn.number() > answered ? later(now, turn.shownAt()) : now;
        turns.add(of(view.study(), turn, Duration.between(now, shown)));
        now = shown;
      }
      return turns;
    }

    private static Instant later(Instant a, Instant b) {
      return a.isAfter(b) ? a : b;
    }

    private static TurnJson of(Study study, Turn turn, Duration delay) {
      boolean bot = turn.role() == Turn.Role.BOT;
      boolean contact = !bot && turn.kind().equals(Turn.CONTACT);
      return new TurnJson(
          turn.number(),
          bot ? "bot" : "participant",
          contact ? "contact" : "message",
          contact ? study.strings().get("contact-hidden") : turn.text(),
          delay.toMillis());
    }
  }

  /** A reply that is being written: its beginning. */
  record BeginningJson(int number, String text) {}

  record ReplyJson(int number, String from, String text, long delayMs) {
    /** Each with the time that its reader still waits for it, once the one before is shown. */
    static List<ReplyJson> of(Answer answer) {
      var replies = new ArrayList<ReplyJson>();
      Duration shown = null;
      for (var turn : answer.replies()) {
        var delay = delay(answer, turn, shown);
        replies.add(new ReplyJson(turn.number(), "bot", turn.text(), delay.toMillis()));
        shown = turn.timing() == null ? null : turn.timing().shown();
      }
      return replies;
    }

    private static Duration delay(Answer answer, Turn turn, Duration shownBefore) {
      var timing = turn.timing();
      if (timing == null) {
        return answer.study().typing().delayOf(turn.text(), answer.before().seed(), turn.number());
      }
      return timing.shown().minus(shownBefore == null ? timing.computed() : shownBefore);
    }
  }

  /**
   * @param contactAccepted whether the message was a contact as asked for; {@code null} where none
   *     was asked for
   */
  record AnswerJson(
      List<ReplyJson> replies,
      Expects expects,
      FinishJson finish,
      ProgressJson progress,
      Boolean contactAccepted) {

    static AnswerJson of(Answer answer) {
      var study = answer.study();
      return new AnswerJson(
          ReplyJson.of(answer),
          Expects.of(study, answer.after()),
          FinishJson.of(study, answer.conversation(), answer.after()),
          ProgressJson.of(study, answer.after()),
          answer.contactAccepted().orElse(null));
    }
  }

  /** What the conversation waits for. */
  enum Expects {
    @JsonProperty("message")
    MESSAGE,
    @JsonProperty("email")
    EMAIL,
    @JsonProperty("panel-id")
    PANEL_ID,
    @JsonProperty("nothing")
    NOTHING;

    static Expects of(Study study, State state) {
      if (Engine.isOver(study, state)) {
        return NOTHING;
      }
      return study.flow().get(state.step()) instanceof Step.Contact contact
          ? contact.kind() == Step.Kind.EMAIL ? EMAIL : PANEL_ID
          : MESSAGE;
    }
  }

  record FinishJson(String link, String label) {
    static FinishJson of(Study study, Conversation conversation, State state) {
      return Engine.isOver(study, state)
          ? new FinishJson(
              FinishLink.of(study, conversation).orElse(null),
              FinishLink.label(study, state).orElse(null))
          : null;
    }
  }

  record ProgressJson(int answered, int of) {
    static ProgressJson of(Study study, State state) {
      return new ProgressJson(state.progress(), Engine.waiting(study));
    }
  }
}
