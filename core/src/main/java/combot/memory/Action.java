package combot.memory;

/** What a level of memory asks for, once and again after each cool-down. */
public enum Action {
  /** Forget what is only remembered to save work. */
  CLEAN_CACHES,
  /** Unload the model, if nobody is there who needs it. */
  UNLOAD_IF_IDLE,
  /** Replace the process by a fresh one. */
  RECYCLE
}
