package combot.chat;

/** Hears a reply while it is being written. Called by one thread at a time, not always the same. */
@FunctionalInterface
public interface Listener {

  /**
   * @param number of the turn that the words will be
   * @param text the words so far, from their beginning
   */
  void hears(int number, String text);
}
