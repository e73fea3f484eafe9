package combot.chat;

/** Others wrote to the conversation again and again while a message was answered; not stored. */
public final class ContendedException extends RuntimeException {
  ContendedException() {
    super("the conversation was written to by others all the time");
  }
}
