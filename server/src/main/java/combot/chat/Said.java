package combot.chat;

import combot.store.Token;
import java.util.Optional;

/**
 * A message as it came in.
 *
 * @param turnId its number within the conversation: the same one again gets the same answer and
 *     stores nothing
 * @param clientSeconds what the client's clock says the conversation took so far; kept where the
 *     message answers a contact step
 */
public record Said(Token token, String turnId, String text, Optional<Double> clientSeconds) {}
