package combot.bench;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is measured in one go.
 *
 * @param users participants at once, each in closed loop without think time
 */
record Scenario(What what, int users) {

  enum What {
    /** The bare endpoint alone: what this machine and the generator make of it just now. */
    BARE,
    /** Conversations that begin with a message out of a list of six. */
    CACHED,
    /** Conversations that each begin with a new text. */
    NEW
  }

  private static final Pattern FORM = Pattern.compile("(bare|cached|new|one)(\\d{0,5})");

  Scenario {
    if (users < 1) {
      throw new IllegalArgumentException("users must be >= 1, was " + users);
    }
  }

  /**
   * Reads {@code bare}, {@code one}, {@code cached15}, {@code new1000} and the like.
   *
   * @param users of a scenario that names no number
   * @return empty for anything else
   */
  static Optional<Scenario> parse(String text, int users) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int number = form.group(2).isEmpty() ? users : Integer.parseInt(form.group(2));
    if (number < 1) {
      return Optional.empty();
    }
    return switch (form.group(1)) {
      case "bare" -> Optional.of(new Scenario(What.BARE, number));
      case "cached" -> Optional.of(new Scenario(What.CACHED, number));
      case "new" -> Optional.of(new Scenario(What.NEW, number));
      default ->
          form.group(2).isEmpty() ? Optional.of(new Scenario(What.NEW, 1)) : Optional.empty();
    };
  }

  /** Its name in reports. */
  String title() {
    return switch (what) {
      case BARE -> "bare" + users;
      case CACHED -> "cached" + users;
      case NEW -> users == 1 ? "one" : "new" + users;
    };
  }
}
