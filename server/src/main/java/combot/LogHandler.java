package combot;

import combot.log.Level;
import combot.log.Line;
import combot.log.Wordless;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Writes what a worker logs, instead of the framework's own console: from its first line on, in the
 * format of the gateway's lines, with the number of the request in which it was logged. Combot's
 * own lines from the level that is set, those of libraries from WARN.
 */
final class LogHandler extends Handler {

  /** The key under which a request's number is kept while it is worked on. */
  private static final String REQUEST = "request";

  /** They name addresses with their queries, in which panels send who somebody is. */
  private static final Set<String> TALKATIVE =
      Set.of("io.quarkus.vertx.http.runtime.QuarkusErrorHandler");

  private static final PatternFormatter WORDS = new PatternFormatter("%s");

  private final LogSettings settings;

  private LogHandler(LogSettings settings) {
    this.settings = settings;
  }

  /** Takes over from the framework; to be called before it starts. */
  static void install(LogSettings settings) {
    System.setProperty("quarkus.log.console.level", "OFF");
    System.setProperty("quarkus.log.category.\"combot\".level", settings.level().name());
    var root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      // One from before a reload in development has another class of the same name.
      if (handler.getClass().getName().equals(LogHandler.class.getName())) {
        root.removeHandler(handler);
      }
    }
    root.addHandler(new LogHandler(settings));
  }

  @Override
  public void publish(LogRecord logged) {
    var record = ExtLogRecord.wrap(logged);
    var level = level(record);
    if (level.compareTo(atLeast(record)) >= 0) {
      System.out.println(settings.format().text(line(record, level)));
    }
  }

  private Level atLeast(LogRecord record) {
    return isOurs(record) ? settings.level() : Level.WARN;
  }

  private static boolean isOurs(LogRecord record) {
    return String.valueOf(record.getLoggerName()).matches("combot(\\..*)?");
  }

  private static Level level(LogRecord record) {
    int value = record.getLevel().intValue();
    return value >= java.util.logging.Level.SEVERE.intValue()
        ? Level.ERROR
        : value >= java.util.logging.Level.WARNING.intValue()
            ? Level.WARN
            : value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
  }

  private static Line line(ExtLogRecord record, Level level) {
    var talkative = TALKATIVE.contains(record.getLoggerName());
    var message = talkative ? "a request failed" : WORDS.formatMessage(record);
    var line = new Line(record.getInstant(), level, record.getLoggerName(), message);
    var request = record.getMdc(REQUEST);
    return request == null
        ? line.with(record.getThrown())
        : line.with(REQUEST, request).with(thrown(record));
  }

  /** A library may quote what a participant sent. */
  private static Throwable thrown(LogRecord record) {
    var thrown = record.getThrown();
    return thrown == null || isOurs(record) ? thrown : Wordless.of(thrown);
  }

  @Override
  public void flush() {
    System.out.flush();
  }

  @Override
  public void close() {}
}
