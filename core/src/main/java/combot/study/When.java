package combot.study;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a text applies: the levels that must hold, and a complaint class or none. The more it
 * names, the more specific it is; the empty one holds everywhere.
 *
 * @param levels level by factor; a factor that is not named may have any level
 * @param complaintClass the class that must have been found, or {@code null} for any and for none
 *     yet
 */
public record When(Map<String, String> levels, String complaintClass) {

  /** The key that names the complaint class beside the factors in a study file. */
  public static final String CLASS = "class";

  public static final When ALWAYS = new When(Map.of(), null);

  public When {
    levels = Map.copyOf(levels);
  }

  /**
   * Whether this applies in {@code condition} once {@code found} (or {@code null}: nothing yet) is
   * the complaint class.
   */
  public boolean holds(Condition condition, String found) {
    return condition.agreesWith(levels) && (complaintClass == null || complaintClass.equals(found));
  }

  public int specificity() {
    return levels.size() + (complaintClass == null ? 0 : 1);
  }

  /** All that it names: level by factor, and the class under {@link #CLASS}. */
  public SortedMap<String, String> named() {
    var named = new TreeMap<>(levels);
    if (complaintClass != null) {
      named.put(CLASS, complaintClass);
    }
    return named;
  }

  @Override
  public String toString() {
    return named().toString();
  }
}
