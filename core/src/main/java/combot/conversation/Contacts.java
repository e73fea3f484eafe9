package combot.conversation;

import combot.study.Step;
import java.util.Optional;
import java.util.regex.Pattern;

/** What counts as an e-mail address or a panel id. */
final class Contacts {
  private Contacts() {}

  /**
   * One {@code @}, no white space, a dotted domain: wide on purpose, since a person can't be asked
   * twice.
   */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s@<>\"',;:()\\[\\]\\\\]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]{0,251})");

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}][\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}]");

  private static final Pattern PANEL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{2,63}");

  private static final int LONGEST_EMAIL = 254;

  /** The contact in {@code message}, trimmed; empty where it is none of that kind. */
  static Optional<String> parse(Step.Kind kind, String message) {
    var trimmed = message.strip();
    boolean valid =
        switch (kind) {
          case EMAIL -> isEmail(trimmed);
          case PANEL_ID -> PANEL_ID.matcher(trimmed).matches();
          case NONE -> false;
        };
    return valid ? Optional.of(trimmed) : Optional.empty();
  }

  private static boolean isEmail(String text) {
    if (text.length() > LONGEST_EMAIL || !EMAIL.matcher(text).matches()) {
      return false;
    }
    int at = text.indexOf('@');
    var local = text.substring(0, at);
    return !local.startsWith(".")
        && !local.endsWith(".")
        && !local.contains("..")
        && DOMAIN.matcher(text.substring(at + 1)).matches();
  }
}
