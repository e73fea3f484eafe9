package combot.readiness;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the lines of a report come to.
 *
 * @param deciding the lines for which it is not better, the worst first
 */
public record Verdict(Outcome outcome, List<Line> deciding) {

  /** From good to bad. */
  public enum Outcome {
    READY("READY"),
    READY_WITH_WARNINGS("READY WITH WARNINGS"),
    NOT_READY("NOT READY");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Verdict {
    deciding = List.copyOf(deciding);
  }

  /** A line that failed, or is required and was not measured, is enough for NOT READY. */
  public static Verdict of(List<Line> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a report without a line has no verdict");
    }
    var failed = lines.stream().filter(line -> line.state() == State.FAIL);
    var unknown =
        lines.stream().filter(line -> line.state() == State.NOT_MEASURED && line.required());
    var against = Stream.concat(failed, unknown).toList();
    if (!against.isEmpty()) {
      return new Verdict(Outcome.NOT_READY, against);
    }
    var warned = lines.stream().filter(line -> line.state() == State.WARN).toList();
    return new Verdict(warned.isEmpty() ? Outcome.READY : Outcome.READY_WITH_WARNINGS, warned);
  }
}
