package combot.memory;

import java.util.EnumSet;
import java.util.Set;

/** How full the machine's memory is, from good to bad. */
public enum Level {
  /** Nothing to do. */
  CALM(Set.of()),
  /** Worth a line in the log, as every change of the level is. */
  NOTE(Set.of()),
  /** What can be had again is given up. */
  CLEAN(Set.of(Action.CLEAN_CACHES, Action.UNLOAD_IF_IDLE)),
  /** Nobody new is let in. */
  HOLD(Set.of()),
  /** The process should be replaced. */
  EMERGENCY(Set.of(Action.RECYCLE));

  private final Set<Action> own;

  Level(Set<Action> own) {
    this.own = own;
  }

  /** What is due at this level: its own actions and those of every lower one. */
  public Set<Action> actions() {
    var actions = EnumSet.noneOf(Action.class);
    for (var level : values()) {
      if (level.compareTo(this) <= 0) {
        actions.addAll(level.own);
      }
    }
    return actions;
  }

  /** Whether people who are new may begin. */
  public boolean admits() {
    return compareTo(HOLD) < 0;
  }
}
