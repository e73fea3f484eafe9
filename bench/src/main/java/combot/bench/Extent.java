package combot.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a scenario runs.
 *
 * @param time new conversations begin until then, and what is answered until then is measured;
 *     those under way are led to their end
 * @param conversations as many are begun; then all of them is measured. Goes before the time
 */
record Extent(Duration time, Optional<Long> conversations) {

  static Extent of(Duration time) {
    return new Extent(time, Optional.empty());
  }

  static Extent of(long conversations) {
    return new Extent(Duration.ofDays(1), Optional.of(conversations));
  }
}
