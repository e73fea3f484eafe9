package combot.memory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What has to be done about the machine's memory: a value, from which {@link #next} makes the next.
 *
 * @param level holds now
 * @param due to be done now
 * @param last when each action was due last
 */
public record Watch(Level level, Set<Action> due, Map<Action, Duration> last) {

  /** Before the first look. */
  public static final Watch START = new Watch(Level.CALM, Set.of(), Map.of());

  public Watch {
    due = Set.copyOf(due);
    last = Map.copyOf(last);
  }

  /**
   * After another look.
   *
   * @param percent of the machine's memory in use
   * @param now by a clock that only goes forward, from any beginning
   */
  public Watch next(Thresholds thresholds, double percent, Duration now) {
    var reached = thresholds.next(level, percent);
    var due = EnumSet.noneOf(Action.class);
    var done = new EnumMap<Action, Duration>(Action.class);
    done.putAll(last);
    for (var action : reached.actions()) {
      var before = last.get(action);
      if (before == null || now.minus(before).compareTo(thresholds.coolDown()) >= 0) {
        due.add(action);
        done.put(action, now);
      }
    }
    return new Watch(reached, due, done);
  }
}
