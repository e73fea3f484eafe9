package combot.store;

import combot.conversation.Provenance;
import combot.study.Condition;
import java.util.Optional;

/**
 * A turn, with what an analysis wants of its conversation.
 *
 * @param panelId {@code null} for an anonymous participant
 * @param complaintClass the class that was found, at any turn, or {@code null}
 * @param contact the address or id that was asked for, at any turn, or {@code null}
 * @param provenance of a turn that a model was wanted for; empty for any other
 */
public record ExportedTurn(
    String conversation,
    String panelId,
    String studyVersion,
    Condition assigned,
    Conversation.Status status,
    String complaintClass,
    String contact,
    Turn turn,
    Optional<Provenance> provenance) {

  /**
   * Whether its text may be a way to reach the participant: an accepted one is stored apart, a
   * mistyped one is not.
   */
  public boolean mayHoldContact() {
    return turn.role() == Turn.Role.PARTICIPANT && turn.kind().equals(Turn.CONTACT);
  }
}
