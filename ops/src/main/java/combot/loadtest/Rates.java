package combot.loadtest;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads 5/s, 30/m and 200/h on the command line; gives how often a second. */
final class Rates implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    if (!text.matches("\\d{1,6}(\\.\\d{1,6})?/[smh]")) {
      throw new TypeConversionException("must be like 5/s, 30/m or 200/h, was " + text);
    }
    double number = Double.parseDouble(text.substring(0, text.length() - 2));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> number;
      case 'm' -> number / 60;
      default -> number / 3_600;
    };
  }
}
