package combot.conversation;

import combot.study.Step;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What counts as an e-mail address or a panel id. Wide on purpose: whoever's true address is
 * refused can't finish. Names in any script, no quoted local parts, no bare IP addresses.
 */
final class Contacts {
  private Contacts() {}

  private static final String ATOM = "[^\\s\\p{Z}\\p{C}@.<>\",;:()\\[\\]\\\\]+";

  private static final String LABEL =
      "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";

  private static final Pattern EMAIL =
      Pattern.compile(
          "(?=[^@]{1,64}@)%1$s(?:\\.%1$s)*@(?:%2$s\\.)+(?=\\p{L})%2$s".formatted(ATOM, LABEL));

  /** RFC 5321 with its erratum 1690. */
  private static final int LONGEST_EMAIL = 254;

  /** Whatever a panel may call people: one word, as long as the value of a link's parameter. */
  private static final Pattern PANEL_ID =
      Pattern.compile("(?=[^\\p{L}\\p{N}]{0,255}[\\p{L}\\p{N}])[^\\s\\p{Z}\\p{C}]{1,256}");

  /** The contact in {@code message}, trimmed; empty where it is none of that kind. */
  static Optional<String> parse(Step.Kind kind, String message) {
    var trimmed = Messages.strip(message);
    boolean valid =
        switch (kind) {
          case EMAIL -> trimmed.length() <= LONGEST_EMAIL && EMAIL.matcher(trimmed).matches();
          case PANEL_ID -> PANEL_ID.matcher(trimmed).matches();
          case NONE -> false;
        };
    return valid ? Optional.of(trimmed) : Optional.empty();
  }
}
