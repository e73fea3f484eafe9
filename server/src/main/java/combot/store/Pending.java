package combot.store;

import java.time.Instant;

/**
 * A message that is stored and not answered yet: the last turn of its conversation, which is not
 * gone on with before it has its answer.
 *
 * @param leaseUntil until when whoever claimed it answers it; from then on anybody may
 */
public record Pending(String turnId, Instant leaseUntil) {}
