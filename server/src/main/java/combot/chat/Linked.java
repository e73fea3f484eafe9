package combot.chat;

import combot.store.Token;
import java.util.Optional;

/** An answer, and a token that opens the conversation it belongs to from now on. */
public record Linked(Optional<Token> token, Answer answer) {}
