package combot.store;

import combot.conversation.BotTurn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param timing of a reply; {@code null} for a participant's turn, a greeting, and replies of
 *     before it was kept
 */
public record Turn(
    int number,
    Role role,
    String kind,
    String text,
    String source,
    Map<String, String> delivered,
    int progress,
    Instant at,
    Timing timing) {

  /** Kind of a participant's turn. */
  public static final String MESSAGE = "MESSAGE";

  /** Kind of a participant's turn that answered a contact step. */
  public static final String CONTACT = "CONTACT";

  /**
   * When a reply was there, and when it is to be shown, both from its message's arrival.
   *
   * @param computed until the words of all replies to the message were there
   * @param shown not before {@code computed}; the same where that was later than meant
   */
  public record Timing(Duration computed, Duration shown) {
    /** In milliseconds, as it is stored: so that an answer is the same when it is repeated. */
    public Timing {
      computed = computed.truncatedTo(ChronoUnit.MILLIS);
      shown = shown.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** A reply's moment; of all else when it was stored. */
  public Instant shownAt() {
    return timing == null ? at : at.plus(timing.shown()).minus(timing.computed());
  }

  /** What the bot said unasked, numbered from {@code first}. */
  static List<Turn> of(int first, List<BotTurn> said, int progress, Instant at) {
    return IntStream.range(0, said.size())
        .mapToObj(i -> of(first + i, said.get(i), progress, at, null))
        .toList();
  }

  static Turn of(int number, BotTurn turn, int progress, Instant at, Timing timing) {
    return new Turn(
        number,
        Role.BOT,
        turn.kind().name(),
        turn.text(),
        turn.source(),
        turn.delivered(),
        progress,
        at,
        timing);
  }

  public enum Role {
    PARTICIPANT,
    BOT
  }
}
