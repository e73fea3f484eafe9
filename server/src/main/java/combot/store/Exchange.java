package combot.store;

import combot.conversation.BotTurn;
import combot.conversation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A message, what the bot said to it, and the state that both lead to: written together or not at
 * all.
 *
 * @param before the conversation as it was before the message, its version the one that was read
 *     last; nothing is written if it has moved on since
 * @param turnId number of the message within the conversation
 * @param kind {@link Turn#MESSAGE} or {@link Turn#CONTACT}
 * @param contact the address or id that the message held
 * @param timings one for each reply
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
    List<Turn.Timing> timings,
    State next,
    Optional<Contact> contact,
    boolean finished,
    Optional<Double> clientSeconds,
    Instant now) {

  public Exchange {
    replies = List.copyOf(replies);
    timings = List.copyOf(timings);
    if (timings.size() != replies.size()) {
      throw new IllegalArgumentException(
          "timings must be as many as the %d replies, were %d"
              .formatted(replies.size(), timings.size()));
    }
  }

  /** All of it as it is stored, the message first. */
  List<Turn> turns() {
    var turns = new ArrayList<Turn>();
    turns.add(messageTurn());
    turns.addAll(replyTurns());
    return turns;
  }

  /** The text is left out where it is a contact, which is kept apart. */
  Turn messageTurn() {
    return new Turn(
        before.turns() + 1,
        Turn.Role.PARTICIPANT,
        kind,
        contact.isPresent() ? "" : text,
        null,
        Map.of(),
        next.progress(),
        now,
        null);
  }

  /** The bot's turns as they are stored, numbered after the message's. */
  public List<Turn> replyTurns() {
    int first = before.turns() + 2;
    return IntStream.range(0, replies.size())
        .mapToObj(i -> Turn.of(first + i, replies.get(i), next.progress(), now, timings.get(i)))
        .toList();
  }

  /** The same message with these replies, once it was claimed. */
  public Exchange answered(List<BotTurn> said, List<Turn.Timing> timings, Instant at) {
    return new Exchange(
        before.written(),
        turnId,
        text,
        kind,
        said,
        timings,
        next,
        contact,
        finished,
        clientSeconds,
        at);
  }

  /** A way to reach the participant. */
  public record Contact(String kind, String value) {}
}
