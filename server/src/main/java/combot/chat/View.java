package combot.chat;

import combot.store.Conversation;
import combot.store.Turn;
import combot.study.Study;
import java.time.Instant;
import java.util.List;

/**
 * A conversation so far.
 *
 * @param at when it was read
 */
public record View(Study study, Conversation conversation, List<Turn> turns, Instant at) {

  public View {
    turns = List.copyOf(turns);
  }

  /** Number of the participant's last turn; 0 before the first. */
  public int lastSaid() {
    return turns.reversed().stream()
        .filter(turn -> turn.role() == Turn.Role.PARTICIPANT)
        .mapToInt(Turn::number)
        .findFirst()
        .orElse(0);
  }
}
