package combot;

import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers, and says what they must be where they are none. */
final class Numbers {
  private Numbers() {}

  /** For {@code line} and its subcommands. */
  static CommandLine register(CommandLine line) {
    return line.registerConverter(
            long.class, given -> read(given, "a whole number", Long::valueOf, _ -> true))
        .registerConverter(
            double.class, given -> read(given, "a number", Double::valueOf, _ -> true));
  }

  private abstract static class Between implements ITypeConverter<Integer> {
    private final int least;
    private final int most;

    Between(int least, int most) {
      this.least = least;
      this.most = most;
    }

    @Override
    public Integer convert(String given) {
      return read(
          given,
          "a whole number between %d and %d".formatted(least, most),
          Integer::valueOf,
          number -> number >= least && number <= most);
    }
  }

  /** A port to listen on. */
  static final class Port extends Between {
    Port() {
      super(0, 65_535);
    }
  }

  /** How many processes. */
  static final class Workers extends Between {
    Workers() {
      super(1, 64);
    }
  }

  /** How many of something, none included. */
  static final class Count extends Between {
    Count() {
      super(0, 1_000_000);
    }
  }

  private static <T> T read(
      String given, String what, Function<String, T> reader, Predicate<T> allowed) {
    try {
      var value = reader.apply(given);
      if (allowed.test(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, as one that is out of range
    }
    throw new TypeConversionException("must be %s, was %s".formatted(what, given));
  }
}
