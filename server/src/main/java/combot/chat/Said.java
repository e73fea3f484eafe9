package combot.chat;

import combot.store.Token;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message as it came in.
 *
 * @param turnId its number within the conversation: the same one again gets the same answer and
 *     stores nothing
 * @param after number of the last turn that its sender has seen: if that is not the last, nothing
 *     is stored; empty: it answers whatever is open
 * @param clientSeconds what the client's clock says the conversation took so far; kept where the
 *     message answers a contact step
 * @param listener told the first of its replies as a model writes it, where its study streams
 */
public record Said(
    Token token,
    String turnId,
    String text,
    OptionalInt after,
    Optional<Double> clientSeconds,
    Optional<Listener> listener) {

  /** A message whose sender waits for the whole answer. */
  public Said(
      Token token, String turnId, String text, OptionalInt after, Optional<Double> clientSeconds) {
    this(token, turnId, text, after, clientSeconds, Optional.empty());
  }
}
