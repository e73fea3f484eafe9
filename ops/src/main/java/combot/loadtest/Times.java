package combot.loadtest;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads 100ms, 20s, 2m and 1h on the command line. */
final class Times implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    if (!text.matches("\\d{1,6}(ms|[smhSMH])")) {
      throw new TypeConversionException("must be like 100ms, 20s, 2m or 1h, was " + text);
    }
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
