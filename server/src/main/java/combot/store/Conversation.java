package combot.store;

import combot.conversation.State;
import java.time.Instant;
import java.util.Map;

/**
 * A conversation as stored.
 *
 * @param state the engine's state, the condition assigned in it
 * @param turns how many turns are stored, the bot's and the participant's
 * @param version grows by one with each write
 * @param panelId {@code null} for an anonymous participant
 * @param parameters what the link brought, the panel id among it
 */
public record Conversation(
    String id,
    String studyId,
    String studyVersion,
    Origin origin,
    Status status,
    State state,
    int turns,
    long version,
    String panelId,
    Map<String, String> parameters,
    Instant createdAt,
    Instant updatedAt) {

  /** As it is known to who has written to it once more; its turns are not counted anew. */
  Conversation written() {
    return with(turns, version + 1);
  }

  /** As it was before its last turn, a message, for who is to answer that. */
  public Conversation beforeLastTurn() {
    return with(turns - 1, version);
  }

  private Conversation with(int turns, long version) {
    return new Conversation(
        id,
        studyId,
        studyVersion,
        origin,
        status,
        state,
        turns,
        version,
        panelId,
        parameters,
        createdAt,
        updatedAt);
  }

  /** Which way a conversation came. */
  public enum Origin {
    /** The participant page, after consent. */
    PAGE,
    /** The original's API, opened by its initial call. */
    API,
    /**
     * A lone turn on the original's API: no slot, no part of balance, quotas or the default export.
     */
    UNLINKED;

    /** Whether it came by the original's API. */
    public boolean isCompatible() {
      return this != PAGE;
    }
  }

  public enum Status {
    /** Greeted, nothing said yet: holds a slot on lease and is no data yet. */
    OPENED,
    ACTIVE,
    FINISHED
  }

  public Conversation {
    parameters = Map.copyOf(parameters);
  }
}
