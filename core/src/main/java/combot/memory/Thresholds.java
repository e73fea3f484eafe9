package combot.memory;

import java.time.Duration;
import java.util.List;

/**
 * From which use of the machine's memory on a level holds, in percent, and how it is kept from
 * flapping.
 *
 * @param note 0 to 100, as all; not above {@code clean}
 * @param clean not above {@code hold}
 * @param hold not above {@code emergency}
 * @param hysteresis percentage points by which the use must fall below a threshold for the level to
 *     end
 * @param coolDown how long an action that was due is not due again, above 0
 */
public record Thresholds(
    double note,
    double clean,
    double hold,
    double emergency,
    double hysteresis,
    Duration coolDown) {

  /** 60, 75, 85 and 95 %; 5 points and a minute. */
  public static final Thresholds DEFAULT = new Thresholds(60, 75, 85, 95, 5, Duration.ofMinutes(1));

  public Thresholds {
    double before = 0;
    for (double threshold : new double[] {note, clean, hold, emergency, 100}) {
      if (!(threshold >= before)) {
        throw new IllegalArgumentException(
            "thresholds must be from 0 to 100 and rise: note %s, clean %s, hold %s, emergency %s"
                .formatted(note, clean, hold, emergency));
      }
      before = threshold;
    }
    if (!(hysteresis >= 0 && hysteresis <= 100)) {
      throw new IllegalArgumentException("hysteresis must be from 0 to 100, was " + hysteresis);
    }
    if (!coolDown.isPositive()) {
      throw new IllegalArgumentException("coolDown must be > 0, was " + coolDown);
    }
  }

  /** In percent, from the lowest. */
  public List<Double> all() {
    return List.of(note, clean, hold, emergency);
  }

  /** The level of a use by itself, without regard to what was before. */
  Level reached(double percent) {
    return percent >= emergency
        ? Level.EMERGENCY
        : percent >= hold
            ? Level.HOLD
            : percent >= clean ? Level.CLEAN : percent >= note ? Level.NOTE : Level.CALM;
  }

  /** The level after {@code before}: it rises at once, and falls only by the hysteresis. */
  Level next(Level before, double percent) {
    var now = reached(percent);
    var kept = reached(percent + hysteresis);
    var lowered = kept.compareTo(before) < 0 ? kept : before;
    return now.compareTo(lowered) > 0 ? now : lowered;
  }
}
