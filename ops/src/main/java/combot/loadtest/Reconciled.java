package combot.loadtest;

import java.util.List;
import java.util.Optional;

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
 * @param notCompared why the server did not tell all that it stored; empty: it did
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
    List<String> problems,
    Optional<String> notCompared) {

  static final Reconciled NOTHING =
      new Reconciled(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.empty());

  public Reconciled {
    problems = List.copyOf(problems);
  }

  static Reconciled notCompared(String why) {
    return new Reconciled(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), Optional.of(why));
  }

  /** Whether each turn is known to be there once, in order, where it belongs, and nothing else. */
  public boolean isRight() {
    return lost + doubled + foreign + wrong == 0 && notCompared.isEmpty();
  }
}
