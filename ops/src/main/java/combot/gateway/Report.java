package combot.gateway;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker says of itself: a line on its standard output, each second and when something
 * changes.
 *
 * @param port on the loopback address; 0 before it listens
 * @param conversations begun since its start
 * @param inFlight requests that are not answered yet
 * @param memory proportional set size in bytes; 0 where the system does not tell
 */
public record Report(State state, int port, long conversations, int inFlight, long memory) {

  /** Where a worker is in its life. */
  public enum State {
    STARTING,
    READY,
    DRAINING
  }

  /** Of a worker that said nothing yet. */
  static final Report NONE = new Report(State.STARTING, 0, 0, 0, 0);

  private static final String MARK = "@combot ";

  /**
   * Reads a line.
   *
   * @return empty for a line that is something else, such as one of the log
   */
  static Optional<Report> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (var field : line.substring(MARK.length()).split(" ")) {
      int at = field.indexOf('=');
      fields.put(field.substring(0, Math.max(at, 0)), field.substring(at + 1));
    }
    try {
      return Optional.of(
          new Report(
              State.valueOf(String.valueOf(fields.get("state")).toUpperCase(Locale.ROOT)),
              Integer.parseInt(fields.get("port")),
              Long.parseLong(fields.get("conversations")),
              Integer.parseInt(fields.get("in-flight")),
              Long.parseLong(fields.get("memory"))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** As {@link #parse} reads it, without the end of the line. */
  public String line() {
    return MARK
        + "state=%s port=%d conversations=%d in-flight=%d memory=%d"
            .formatted(
                state.name().toLowerCase(Locale.ROOT), port, conversations, inFlight, memory);
  }
}
