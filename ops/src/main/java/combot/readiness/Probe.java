package combot.readiness;

import java.util.List;

/** Looks at one subject. */
@FunctionalInterface
public interface Probe {

  /**
   * Looks now.
   *
   * @return what was seen; what could not be seen is a line too, {@code NOT_MEASURED}
   */
  List<Line> look(Context context);
}
