package combot.api;

import combot.chat.Answer;
import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Token;
import combot.store.Turn;
import combot.study.Step;
import combot.study.Study;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An answer as clients of the original read it. */
final class CompatReply {
  private CompatReply() {}

  private static final String NO_TYPE = " ";

  static CompatJson.Reply of(Answer answer, Optional<Token> token) {
    return switch (answer.outcome()) {
      case TAKEN -> taken(answer, token);
      case ASKED_AGAIN -> plain(answer, token, words(answer.replies()), NO_TYPE);
      case BLANK -> plain(answer, token, answer.study().strings().get("write-something"), NO_TYPE);
      case OVER, MOVED_ON ->
          ending(answer, token, Engine.lastWords(answer.study(), answer.after()).text());
    };
  }

  private static CompatJson.Reply taken(Answer answer, Optional<Token> token) {
    var study = answer.study();
    var after = answer.after();
    if (Engine.isOver(study, after)) {
      return ending(answer, token, words(answer.replies()));
    }
    if (study.flow().get(after.step()) instanceof Step.Contact) {
      return understanding(answer, token);
    }
    return plain(answer, token, words(answer.replies()), typeOf(answer));
  }

  /**
   * The step before the contact. Its closing text is said already; the client asks for it later.
   */
  private static CompatJson.Reply understanding(Answer answer, Optional<Token> token) {
    var before = answer.replies().stream().filter(turn -> !asksForContact(turn)).toList();
    boolean more = !before.isEmpty();
    return reply(
        answer,
        token,
        Html.text(words(more ? before : answer.replies())),
        answer.after().condition().level(CompatStudy.FEEL),
        more ? true : null,
        null);
  }

  static boolean asksForContact(Turn turn) {
    return turn.role() == Turn.Role.BOT && turn.kind().equals(BotTurn.Kind.CONTACT.name());
  }

  private static CompatJson.Reply ending(Answer answer, Optional<Token> token, String words) {
    return finishLink(answer.study(), answer.conversation(), answer.after())
        .map(link -> reply(answer, token, Html.text(words) + " " + link, NO_TYPE, null, true))
        .orElseGet(() -> plain(answer, token, words, NO_TYPE));
  }

  private static Optional<String> finishLink(Study study, Conversation conversation, State state) {
    return FinishLink.of(study, conversation)
        .map(address -> Html.link(address, FinishLink.label(study, state).orElse(address)));
  }

  private static CompatJson.Reply plain(
      Answer answer, Optional<Token> token, String words, String type) {
    return reply(answer, token, words, type, null, null);
  }

  private static CompatJson.Reply reply(
      Answer answer,
      Optional<Token> token,
      String words,
      String type,
      Boolean callClosingMessage,
      Boolean html) {
    var after = answer.after();
    return new CompatJson.Reply(
        words,
        after.progress(),
        CompatJson.classOf(after),
        type,
        CompatJson.Scenario.of(after, token),
        callClosingMessage,
        html);
  }

  /** Think level and class where the class was just found. */
  private static String typeOf(Answer answer) {
    var after = answer.after();
    return answer.before().complaintClass() == null && after.complaintClass() != null
        ? after.condition().level(CompatStudy.THINK) + after.complaintClass()
        : NO_TYPE;
  }

  static String words(List<Turn> turns) {
    return turns.stream().map(Turn::text).collect(Collectors.joining("\n\n"));
  }
}
