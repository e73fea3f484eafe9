package combot.gateway;

import java.util.Optional;

/**
 * A worker's answer to an {@link Order}: a line on its standard output.
 *
 * @param words in one line
 */
public record Said(Order order, String words) {

  private static final String MARK = "@combot-said ";

  /**
   * Reads a line. One that names no order is an older worker's, which answers but one.
   *
   * @return empty for a line that is something else
   */
  static Optional<Said> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    var rest = line.substring(MARK.length());
    int end = rest.indexOf(' ');
    var named = end < 0 ? Optional.<Order>empty() : Order.parse(rest.substring(0, end));
    return Optional.of(
        named
            .map(order -> new Said(order, rest.substring(end + 1)))
            .orElseGet(() -> new Said(Order.CLEAN_UP, rest)));
  }

  /** As {@link #parse} reads it, without the end of the line. */
  public String line() {
    return MARK + order.line().strip() + " " + words.replace('\n', ' ');
  }
}
