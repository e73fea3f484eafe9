package combot.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** How lines are written. */
public enum Format {
  /** For people: local time; a trace takes further lines. */
  HUMAN {
    @Override
    public String text(Line line) {
      var fields =
          line.fields().entrySet().stream()
              .map(field -> field.getKey() + " " + field.getValue())
              .collect(Collectors.joining(", "));
      return TIME.format(line.time().atZone(ZoneId.systemDefault()))
          + " %-5s %s %s".formatted(line.level(), line.logger(), line.message())
          + (fields.isEmpty() ? "" : " (" + fields + ")")
          + line.error().map(thrown -> "\n" + Line.trace(thrown)).orElse("");
    }
  },

  /** For programs: one JSON object a line, whatever it says. */
  JSON {
    @Override
    public String text(Line line) {
      return line.all().entrySet().stream()
          .map(Format::member)
          .collect(Collectors.joining(",", "{", "}"));
    }
  };

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  /** The line's text, without its end. */
  public abstract String text(Line line);

  /** What suits this process's standard output: a terminal is read by people. */
  public static Format ofOutput() {
    var output = Path.of("/proc/self/fd/1");
    try {
      return Files.readSymbolicLink(output).toString().matches("/dev/(pts/|tty|console).*")
          ? HUMAN
          : JSON;
    } catch (IOException | UnsupportedOperationException _) {
      var console = System.console(); // not every system has /proc
      return console != null && console.isTerminal() ? HUMAN : JSON;
    }
  }

  private static String member(Map.Entry<String, Object> field) {
    var value = field.getValue();
    return quoted(field.getKey())
        + ":"
        + (value instanceof Number ? value.toString() : quoted(String.valueOf(value)));
  }

  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        default -> json.append(isPlain(c, text, i) ? "" + c : "\\u%04x".formatted((int) c));
      }
    }
    return json.append('"').toString();
  }

  /** Half of a surrogate pair by itself can't be written as UTF-8. */
  private static boolean isPlain(char c, String text, int at) {
    return Character.isSurrogate(c)
        ? Character.isSurrogatePair(c, at + 1 < text.length() ? text.charAt(at + 1) : 'x')
            || Character.isSurrogatePair(at > 0 ? text.charAt(at - 1) : 'x', c)
        : c >= ' ' && c != '\u007f' && c != '\u2028' && c != '\u2029';
  }
}
