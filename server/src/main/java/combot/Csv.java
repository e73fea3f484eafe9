package combot;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of a CSV file by RFC 4180: commas, CRLF, quotes where a field needs them.
 *
 * <p>What people wrote is in it, and a spreadsheet takes a text such as {@code =1+1} for a formula,
 * which may fetch or send something (CWE-1236). Such a text gets an apostrophe in front.
 */
final class Csv {
  private Csv() {}

  /** What spreadsheets begin a formula with, also in full width, and behind what is not seen. */
  private static final Pattern FORMULA =
      Pattern.compile("[\\s\\p{Cf}\\p{Cc}\\p{Z}]*[=+\\-@＝＋－＠].*|[\\t\\r\\n].*", Pattern.DOTALL);

  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

  /**
   * @param values texts; numbers and truth values as they are; {@code null} for an empty field;
   *     anything else as JSON
   */
  static String row(List<?> values) {
    return values.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String field(Object value) {
    return switch (value) {
      case null -> "";
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case String text -> quoted(FORMULA.matcher(text).matches() ? "'" + text : text);
      default -> quoted(Json.line(value));
    };
  }

  private static String quoted(String text) {
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
