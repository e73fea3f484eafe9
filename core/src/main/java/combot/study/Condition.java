package combot.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * One cell of the design: one level of each factor, in the order of the factors. A study without
 * factors has one empty cell.
 */
public record Condition(SequencedMap<String, String> levels) {

  public Condition {
    levels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(levels));
  }

  /** The level of {@code factor}, or {@code null} where the study has no such factor. */
  public String level(String factor) {
    return levels.get(factor);
  }

  /** Whether every level that {@code wanted} names is the one of this cell. */
  public boolean agreesWith(Map<String, String> wanted) {
    return wanted.entrySet().stream().allMatch(w -> w.getValue().equals(levels.get(w.getKey())));
  }

  /** For logs and reports: {@code brand=Basic think=High feel=Low}. */
  @Override
  public String toString() {
    return levels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }
}
