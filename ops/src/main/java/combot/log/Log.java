package combot.log;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where the gateway writes what happens, and passes on what its workers write. Safe for many
 * threads as far as its output is.
 */
public final class Log {

  private static final Pattern TIMED =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (.*)");

  private final Format format;
  private final Level atLeast;
  private final String logger;
  private final InstantSource clock;
  private final Consumer<String> out;

  /**
   * @param atLeast lines that matter less are left out, but for those of workers, which know
   *     themselves
   * @param out hears each line; one of people may hold several, of a trace
   */
  public Log(
      Format format, Level atLeast, String logger, InstantSource clock, Consumer<String> out) {
    this.format = format;
    this.atLeast = atLeast;
    this.logger = logger;
    this.clock = clock;
    this.out = out;
  }

  public void info(String message) {
    write(line(Level.INFO, message));
  }

  public void warn(String message) {
    write(line(Level.WARN, message));
  }

  public void error(String message) {
    write(line(Level.ERROR, message));
  }

  /** A line of now, to be completed and written. */
  public Line line(Level level, String message) {
    return new Line(clock.instant(), level, logger, message);
  }

  /** Writes a line, if it matters enough. */
  public void write(Line line) {
    if (line.level().compareTo(atLeast) >= 0) {
      out.accept(format.text(line));
    }
  }

  /**
   * Tells people something in lines of their own; programs get a line of the log for each.
   *
   * @param text of one line or more
   */
  public void tell(String text) {
    switch (format) {
      case HUMAN -> out.accept(text);
      case JSON ->
          text.lines()
              .map(said -> said.strip().replaceAll(" {2,}", " "))
              .filter(said -> !said.isEmpty())
              .forEach(said -> out.accept(format.text(line(Level.INFO, said))));
    }
  }

  /**
   * Passes on what a worker wrote: a line of the log in the same format, with the worker's number
   * added; or anything else, such as a word of the JVM, as a line of the log.
   */
  public void heard(int worker, String said) {
    switch (format) {
      case HUMAN -> {
        var timed = TIMED.matcher(said);
        out.accept(
            timed.matches()
                ? "%s worker %d: %s".formatted(timed.group(1), worker, timed.group(2))
                : format.text(line(Level.WARN, "worker %d: %s".formatted(worker, said))));
      }
      case JSON ->
          out.accept(
              said.startsWith("{\"time\":") && said.endsWith("}")
                  ? "{\"worker\":%d,%s".formatted(worker, said.substring(1))
                  : format.text(line(Level.WARN, said).with("worker", worker)));
    }
  }
}
