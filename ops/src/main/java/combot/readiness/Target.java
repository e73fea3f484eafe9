package combot.readiness;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a study asks of the machine.
 *
 * @param people in all, at least 1
 * @param session of them at once, from 1 to {@code people} and to {@link #MOST}
 */
public record Target(int people, int session) {

  /** Beyond it one generator of load is not enough. */
  static final int MOST = 1_000;

  public Target {
    if (session < 1 || session > MOST || people < session) {
      throw new IllegalArgumentException(
          "session must be from 1 to %d, and users at least as many; were session=%d, users=%d"
              .formatted(MOST, session, people));
    }
  }

  /** How many sessions they come in; the last may be smaller. */
  int sessions() {
    return Math.ceilDiv(people, session);
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return "users=%d,session=%d".formatted(people, session);
  }

  /** Reads {@code users=1000,session=15}; what is not named stays. */
  static final class Converter implements ITypeConverter<Target> {

    private static final Pattern FORM =
        Pattern.compile("(?:users=(\\d{1,7}))?,?(?:session=(\\d{1,4}))?");

    @Override
    public Target convert(String given) {
      var parts = FORM.matcher(given);
      if (given.isEmpty() || !parts.matches()) {
        throw new TypeConversionException("must be like users=1000,session=15, was " + given);
      }
      try {
        return new Target(number(parts.group(1), 1_000), number(parts.group(2), 15));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    private static int number(String given, int otherwise) {
      return given == null ? otherwise : Integer.parseInt(given);
    }
  }
}
