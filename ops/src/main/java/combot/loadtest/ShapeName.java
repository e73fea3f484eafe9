package combot.loadtest;

import java.util.List;
import java.util.Locale;

/** The shapes, as the command line names them, and the options that each has for itself. */
enum ShapeName {
  SESSIONS("--users", "--sessions", "--within", "--pause"),
  STEPS("--steps", "--for", "--pause"),
  BURST("--users", "--sessions", "--pause"),
  CAMPAIGN("--people", "--users", "--within", "--pause"),
  SOAK("--users", "--for"),
  ARRIVALS("--rate", "--for");

  private final List<String> options;

  ShapeName(String... options) {
    this.options = List.of(options);
  }

  /** The options of {@link ShapeOptions} that say something of this shape. */
  List<String> options() {
    return options;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
