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

  /** A port to listen on. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String given) {
      return read(
          given,
          "a whole number between 0 and 65535",
          Integer::valueOf,
          port -> port >= 0 && port <= 65_535);
    }
  }

  /** How many processes. */
  static final class Workers implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String given) {
      return read(
          given,
          "a whole number between 1 and 64",
          Integer::valueOf,
          workers -> workers >= 1 && workers <= 64);
    }
  }

  /** How many of something, none included. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String given) {
      return read(
          given,
          "a whole number between 0 and 1000000",
          Integer::valueOf,
          count -> count >= 0 && count <= 1_000_000);
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
