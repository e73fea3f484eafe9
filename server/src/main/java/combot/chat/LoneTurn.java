package combot.chat;

import combot.study.Condition;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message that belongs to no conversation.
 *
 * @param index which message of a conversation its sender takes it for, from 0; absent or out of
 *     range: the first
 * @param complaintClass the class that its sender takes for known, or {@code null}
 * @param clientSeconds as in {@link Said}
 */
public record LoneTurn(
    Condition condition,
    OptionalInt index,
    String complaintClass,
    String text,
    Optional<Double> clientSeconds) {}
