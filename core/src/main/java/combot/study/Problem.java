package combot.study;

import java.util.Comparator;

/**
 * Something wrong, or worth a look, in a study file.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param message what is wrong, naming the key and the value
 * @param hint what to do about it, or empty
 */
public record Problem(int line, int column, String message, String hint)
    implements Comparable<Problem> {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message)
          .thenComparing(Problem::hint);

  public Problem {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "line and column must be >= 1, were " + line + ", " + column);
    }
  }

  /** One line as compilers print it: {@code studies/x.yaml:14:7: what is wrong; what to do}. */
  public String in(String file) {
    return file + ":" + this;
  }

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public String toString() {
    return line + ":" + column + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
  }
}
