package combot.store;

import combot.study.Study;
import java.time.Instant;
import java.util.Map;

/**
 * What is needed to begin a conversation.
 *
 * @param stratum levels fixed from outside; empty for all conditions
 * @param requestId number of the request that begins it; the same one again finds the same
 *     conversation. {@code null}: never again
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
    /** A conversation was begun. */
    record Begun(String conversationId) implements Result {}

    /** The same request, or the same person, had begun one; the new token opens it too. */
    record Resumed(String conversationId) implements Result {}

    /** Every condition has its quota. */
    record Full() implements Result {}
  }
}
