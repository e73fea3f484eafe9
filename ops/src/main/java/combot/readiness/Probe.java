package combot.readiness;

import combot.report.Block;
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

  /** What is shown below the lines, such as a plot; asked once it has looked. */
  default List<Block> blocks(Context context) {
    return List.of();
  }
}
