package combot.store;

import combot.conversation.BotTurn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One turn as stored.
 *
 * @param number from 1 within its conversation, without gaps
 * @param kind what it was: the bot's by {@link BotTurn.Kind}, the participant's {@code MESSAGE} or
 *     {@code CONTACT}
 * @param text empty for an accepted contact, whose value is kept apart
 * @param source where in the study a bot's text stands; {@code null} for a participant's
 * @param delivered the treatment that a bot's text carries; empty for a participant's
 * @param progress messages accepted once this turn was stored
 */
public record Turn(
    int number,
    Role role,
    String kind,
    String text,
    String source,
    Map<String, String> delivered,
    int progress,
    Instant at) {

  /** Kind of a participant's turn. */
  public static final String MESSAGE = "MESSAGE";

  /** Kind of a participant's turn that answered a contact step. */
  public static final String CONTACT = "CONTACT";

  /** What the bot said, numbered from {@code first}. */
  static List<Turn> of(int first, List<BotTurn> said, int progress, Instant at) {
    return IntStream.range(0, said.size())
        .mapToObj(i -> of(first + i, said.get(i), progress, at))
        .toList();
  }

  private static Turn of(int number, BotTurn turn, int progress, Instant at) {
    return new Turn(
        number,
        Role.BOT,
        turn.kind().name(),
        turn.text(),
        turn.source(),
        turn.delivered(),
        progress,
        at);
  }

  public enum Role {
    PARTICIPANT,
    BOT
  }
}
