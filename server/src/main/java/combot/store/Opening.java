package combot.store;

import combot.conversation.State;
import combot.study.Study;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is needed to begin a conversation.
 *
 * @param stratum levels fixed from outside; empty for all conditions
 * @param requestId number of the request that begins it. The same one again finds the same
 *     conversation: one that began with consent, for the same person, at any time; one that was
 *     only opened or is a lone turn's, for as long as a gateway tries again, since front ends may
 *     send a constant. {@code null}: never again
 * @param panelId who comes; somebody who came before finds their conversation. {@code null}:
 *     anonymous
 * @param parameters what else the link brought
 * @param leasedUntil until when the slot is held though nothing was said; {@code null}: it is taken
 *     at once
 */
public record Opening(
    Study study,
    Conversation.Origin origin,
    Map<String, String> stratum,
    String requestId,
    String panelId,
    Map<String, String> parameters,
    Token token,
    Instant now,
    Instant leasedUntil) {

  /** How it ended. */
  public sealed interface Result {
    /** A conversation was begun, and the bot greeted. */
    record Begun(Conversation conversation, List<Turn> turns) implements Result {}

    /** The same request, or the same person, had begun one; the new token opens it too. */
    record Resumed(String conversationId) implements Result {}

    /** Every condition has its quota. */
    record Full() implements Result {}

    /** The request's number began the conversation of somebody else. */
    record RequestIdTaken() implements Result {}
  }

  /** A conversation that begins so, as it is stored at first. */
  public Conversation conversation(String id, State state, int turns) {
    return new Conversation(
        id,
        study.id(),
        study.version(),
        origin,
        leasedUntil == null ? Conversation.Status.ACTIVE : Conversation.Status.OPENED,
        state,
        turns,
        0,
        panelId,
        parameters,
        now,
        now);
  }
}
