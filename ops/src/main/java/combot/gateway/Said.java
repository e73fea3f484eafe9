package combot.gateway;

import java.util.Optional;

/**
 * A worker's answer to an {@link Order}: a line on its standard output.
 *
 * @param words in one line
 */
public record Said(String words) {

  private static final String MARK = "@combot-said ";

  /**
   * Reads a line.
   *
   * @return empty for a line that is something else
   */
  static Optional<Said> parse(String line) {
    return line.startsWith(MARK)
        ? Optional.of(new Said(line.substring(MARK.length())))
        : Optional.empty();
  }

  /** As {@link #parse} reads it, without the end of the line. */
  public String line() {
    return MARK + words.replace('\n', ' ');
  }
}
