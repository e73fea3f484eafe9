package combot.loadtest;

import java.util.List;

/**
 * What the server's store holds, against what was sent.
 *
 * @param conversations stored
 * @param turns of participants stored
 * @param lost turns that were acknowledged and are not stored
 * @param doubled turns that are stored twice
 * @param foreign turns that nobody sent, or that lie in another's conversation
 * @param wrong turns out of order, or of the bot with words, source or treatment that are not those
 *     of the conversation's condition and class, or not those that were received
 * @param unacknowledged turns stored whose answer never arrived: no fault
 * @param classified conversations whose complaint has a class
 * @param agreeing of these, those whose class is the complaint's label
 * @param problems the first of them, in words
 */
public record Reconciled(
    long conversations,
    long turns,
    long lost,
    long doubled,
    long foreign,
    long wrong,
    long unacknowledged,
    long classified,
    long agreeing,
    List<String> problems) {

  static final Reconciled NOTHING = new Reconciled(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  public Reconciled {
    problems = List.copyOf(problems);
  }

  /** Whether each turn is there once, in order, where it belongs, and nothing else is. */
  public boolean isRight() {
    return lost + doubled + foreign + wrong == 0;
  }
}
