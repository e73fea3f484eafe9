package combot.chat;

import combot.conversation.BotTurn;
import combot.conversation.Engine;
import combot.conversation.State;
import combot.store.Conversation;
import combot.store.Exchange;
import combot.store.Turn;
import combot.study.Step;
import combot.study.Study;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a message.
 *
 * @param before where the conversation stood when the message came
 * @param after where it stands once the message is answered
 * @param replies what the bot said to it, in order; empty unless it was stored
 * @param modelTime what language models took of it; of a repeated answer told of load tests alone
 */
public record Answer(
    Outcome outcome,
    Study study,
    Conversation conversation,
    State before,
    State after,
    List<Turn> replies,
    Duration modelTime) {

  public enum Outcome {
    /** Stored, and the conversation moved on. */
    TAKEN,
    /** Stored, but it holds no contact as the step asks for: the bot asks again. */
    ASKED_AGAIN,
    /** Blank: nothing stored. */
    BLANK,
    /** The conversation was over: nothing stored. */
    OVER,
    /** The conversation has gone on since the turn that the sender saw last: nothing stored. */
    MOVED_ON
  }

  public Answer {
    replies = List.copyOf(replies);
  }

  static Answer of(Study study, Exchange exchange) {
    var before = exchange.before();
    return new Answer(
        outcome(exchange.replyTurns()),
        study,
        before,
        before.state(),
        exchange.next(),
        exchange.replyTurns(),
        modelTime(exchange.replies()));
  }

  /** In milliseconds each, as it is stored. */
  private static Duration modelTime(List<BotTurn> replies) {
    return Duration.ofMillis(
        replies.stream()
            .map(BotTurn::provenance)
            .mapToLong(it -> it.queued().toMillis() + it.computed().toMillis())
            .sum());
  }

  static Answer unchanged(Outcome outcome, Study study, Conversation conversation) {
    var state = conversation.state();
    return new Answer(outcome, study, conversation, state, state, List.of(), Duration.ZERO);
  }

  /** The answer to a message that was stored before: the one that was given then. */
  static Answer again(
      Study study, Conversation conversation, List<Turn> replies, Duration modelTime) {
    var outcome = outcome(replies);
    int progress = replies.getFirst().progress();
    var after = at(study, conversation, progress);
    var before = outcome == Outcome.TAKEN ? at(study, conversation, progress - 1) : after;
    return new Answer(outcome, study, conversation, before, after, replies, modelTime);
  }

  private static State at(Study study, Conversation conversation, int progress) {
    var now = conversation.state();
    return Engine.enter(
        study, now.condition(), now.seed(), progress, now.complaintClass(), now.scores());
  }

  private static Outcome outcome(List<Turn> replies) {
    return replies.getFirst().kind().equals(BotTurn.Kind.CONTACT_AGAIN.name())
        ? Outcome.ASKED_AGAIN
        : Outcome.TAKEN;
  }

  /** Whether the message was a contact as the study asked for; empty where it asked for none. */
  public Optional<Boolean> contactAccepted() {
    return switch (outcome) {
      case ASKED_AGAIN -> Optional.of(false);
      case TAKEN ->
          study.flow().get(before.step()) instanceof Step.Contact
              ? Optional.of(true)
              : Optional.empty();
      case BLANK, OVER, MOVED_ON -> Optional.empty();
    };
  }
}
