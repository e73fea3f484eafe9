package combot.readiness;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param id stable and unique in a report, such as {@code memory.available}; what thresholds and
 *     comparisons go by
 * @param title such as "Memory available"
 * @param value what was seen, with its unit; where nothing was seen, why
 * @param threshold what it was held against, in words with the figure; empty: it only informs, and
 *     is {@code PASS}
 * @param how by which means it was measured
 * @param when it was measured
 * @param required whether without it no verdict is READY
 * @param remedy what to do, with a command where there is one; present where the state is WARN or
 *     FAIL
 */
public record Line(
    String id,
    String title,
    String value,
    String threshold,
    State state,
    String how,
    Instant when,
    boolean required,
    Optional<String> remedy) {

  public Line {
    if ((state == State.WARN || state == State.FAIL) && remedy.isEmpty()) {
      throw new IllegalArgumentException("line " + id + " is " + state + " and has no remedy");
    }
  }
}
