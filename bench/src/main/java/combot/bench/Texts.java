package combot.bench;

import java.util.List;

/**
 * What participants write: plain words, about 20 in a first message, safe inside JSON quotes.
 *
 * <p>Everything follows from a conversation's number, so that what was stored can be checked word
 * by word. First messages are numbered without repetition: a number is read in mixed radix, a digit
 * chooses a phrase at each place of the sentence, and two numbers that differ by less than {@link
 * #DIFFERENT} differ in a phrase. Later messages carry the number itself.
 */
final class Texts {

  private static final List<List<String>> PLACES = Vocabulary.PLACES;

  /** How many first messages there are. */
  static final long DIFFERENT =
      PLACES.stream().mapToLong(List::size).reduce(1, Math::multiplyExact);

  // Shares no factor with DIFFERENT, so that the walk meets every text before it meets one again;
  // far from
  // a round part of it, so that neighbours share few phrases.
  private static final long STRIDE = 618_033_989L;

  private final long first;

  /**
   * @param first where to begin among the first messages, so that a second run on the same worker
   *     says something new
   */
  Texts(long first) {
    if (first < 0) {
      throw new IllegalArgumentException("first must be >= 0, was " + first);
    }
    this.first = first;
  }

  /**
   * What conversation {@code number} says at {@code index}, 0 to 6.
   *
   * @param fresh whether the first message is a new one, or out of a list of six
   */
  String message(long number, int index, boolean fresh) {
    return switch (index) {
      case 0 ->
          fresh ? opening(number) : Vocabulary.KNOWN.get((int) (number % Vocabulary.KNOWN.size()));
      case 6 -> "case-" + number + "@bench.example";
      default -> later(number, index);
    };
  }

  /** The message that conversation {@code number} begins with if it is to be a new one. */
  String opening(long number) {
    long left = Math.floorMod(first + number, DIFFERENT) * STRIDE % DIFFERENT;
    var text = new StringBuilder(160);
    for (var place : PLACES) {
      text.append(text.isEmpty() ? "" : " ").append(place.get((int) (left % place.size())));
      left /= place.size();
    }
    return text.toString();
  }

  private static String later(long number, int index) {
    int size = Vocabulary.LATER.size();
    var said = Vocabulary.LATER.get((int) ((number * 7 + index * 11) % size));
    return said + " (case " + number + ", part " + index + ")";
  }
}
