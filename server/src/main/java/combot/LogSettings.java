package combot;

import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import combot.study.Nearest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How this process logs. What a gateway told its worker comes first (system properties), then the
 * variables {@code COMBOT_LOG}, {@code COMBOT_LOG_LEVEL} and {@code COMBOT_LOG_REQUESTS}.
 *
 * @param requests whether each request has a line
 */
record LogSettings(Format format, Level level, boolean requests) {

  static final String FORMAT = "combot.log";

  /**
   * As they are set.
   *
   * @throws Failures.Refusal telling all that are wrong, a line each
   */
  static LogSettings now() {
    return of(System.getProperty(FORMAT), System.getenv());
  }

  /**
   * @param told the format that a gateway chose, or {@code null}
   */
  static LogSettings of(String told, Map<String, String> environment) {
    var wrong = new ArrayList<String>();
    var format =
        choice(wrong, "COMBOT_LOG", told == null ? environment.get("COMBOT_LOG") : told, "auto")
            .in("human", "json", "auto");
    var level =
        choice(wrong, "COMBOT_LOG_LEVEL", environment.get("COMBOT_LOG_LEVEL"), "info")
            .in(Arrays.stream(Level.values()).map(LogSettings::named).toArray(String[]::new));
    var requests =
        choice(wrong, "COMBOT_LOG_REQUESTS", environment.get("COMBOT_LOG_REQUESTS"), "false")
            .in("true", "false");
    if (!wrong.isEmpty()) {
      throw new Failures.Refusal(String.join("\n", wrong));
    }
    return new LogSettings(
        format.equals("auto") ? Format.ofOutput() : Format.valueOf(format.toUpperCase(Locale.ROOT)),
        Level.valueOf(level.toUpperCase(Locale.ROOT)),
        requests.equals("true"));
  }

  private static String named(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private record Choice(List<String> wrong, String variable, String value) {
    String in(String... known) {
      if (!List.of(known).contains(value)) {
        wrong.add(
            "%s must be one of %s, was '%s'%s"
                .formatted(
                    variable,
                    String.join(", ", known),
                    value,
                    Nearest.find(value, List.of(known))
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("")));
      }
      return value;
    }
  }

  private static Choice choice(List<String> wrong, String variable, String set, String otherwise) {
    return new Choice(
        wrong,
        variable,
        set == null || set.isBlank() ? otherwise : set.strip().toLowerCase(Locale.ROOT));
  }

  /** A log on the standard output. */
  Log log(String logger) {
    return new Log(format, level, logger, InstantSource.system(), System.out::println);
  }

  /** What tells a worker to write as its gateway does. */
  String forWorker() {
    return "-D" + FORMAT + "=" + named(format);
  }
}
