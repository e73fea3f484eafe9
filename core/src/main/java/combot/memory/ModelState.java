package combot.memory;

import java.util.Locale;

/** Where a process has its model. */
public enum ModelState {
  LOADED,
  LOADING,
  UNLOADED;

  /** Completes a sentence that begins with "the model is". */
  String words() {
    return this == LOADING ? "being loaded" : name().toLowerCase(Locale.ROOT);
  }
}
