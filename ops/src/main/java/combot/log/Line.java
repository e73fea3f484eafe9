package combot.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the log.
 *
 * @param logger who says it, as a class or package
 * @param fields further ones, in order; numbers stay numbers, all else is text
 * @param error what was thrown, if anything was
 */
public record Line(
    Instant time,
    Level level,
    String logger,
    String message,
    Map<String, Object> fields,
    Optional<Throwable> error) {

  private static final long PROCESS = ProcessHandle.current().pid();

  public Line {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A line without anything further. */
  public Line(Instant time, Level level, String logger, String message) {
    this(time, level, logger, message, Map.of(), Optional.empty());
  }

  /** The same with one more field. */
  public Line with(String name, Object value) {
    var more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Line(time, level, logger, message, more, error);
  }

  /** The same with what was thrown. */
  public Line with(Throwable thrown) {
    return new Line(time, level, logger, message, fields, Optional.ofNullable(thrown));
  }

  /**
   * All fields, as JSON names them: {@code time} (ISO 8601, UTC), {@code level}, {@code logger},
   * {@code message}, the further ones, {@code pid}, and the trace of what was thrown as {@code
   * error}.
   */
  Map<String, Object> all() {
    var all = new LinkedHashMap<String, Object>();
    all.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
    all.put("level", level.name());
    all.put("logger", logger);
    all.put("message", message);
    all.putAll(fields);
    all.put("pid", PROCESS);
    error.ifPresent(thrown -> all.put("error", trace(thrown)));
    return all;
  }

  static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString().strip();
  }
}
