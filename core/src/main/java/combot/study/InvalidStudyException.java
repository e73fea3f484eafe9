package combot.study;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A study file that cannot be used. The message holds every problem, one a line, as {@link
 * Problem#in} prints it.
 */
public final class InvalidStudyException extends RuntimeException {
  private final List<Problem> problems;

  InvalidStudyException(String file, List<Problem> problems) {
    super(problems.stream().map(p -> p.in(file)).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, in the order of the file; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
