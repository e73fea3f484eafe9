package combot.store;

import combot.conversation.BotTurn;
import combot.conversation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message, what the bot said to it, and the state that both lead to: written together or not at
 * all.
 *
 * @param before the conversation as it was read; nothing is written if it has moved on since
 * @param turnId number of the message within the conversation
 * @param kind {@link Turn#MESSAGE} or {@link Turn#CONTACT}
 * @param contact the address or id that the message held
 * @param finished whether {@code next} is the end
 * @param clientSeconds what the client's own clock says the conversation took; empty: keep what is
 *     stored
 */
public record Exchange(
    Conversation before,
    String turnId,
    String text,
    String kind,
    List<BotTurn> replies,
    State next,
    Optional<Contact> contact,
    boolean finished,
    Optional<Double> clientSeconds,
    Instant now) {

  /** All of it as it is stored, the message first. */
  List<Turn> turns() {
    var turns = new ArrayList<Turn>();
    turns.add(messageTurn());
    turns.addAll(replyTurns());
    return turns;
  }

  /** The text is left out where it is a contact, which is kept apart. */
  private Turn messageTurn() {
    return new Turn(
        before.turns() + 1,
        Turn.Role.PARTICIPANT,
        kind,
        contact.isPresent() ? "" : text,
        null,
        Map.of(),
        next.progress(),
        now);
  }

  /** The bot's turns as they are stored, numbered after the message's. */
  public List<Turn> replyTurns() {
    return Turn.of(before.turns() + 2, replies, next.progress(), now);
  }

  /** A way to reach the participant. */
  public record Contact(String kind, String value) {}
}
