package combot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an origin and writes it as browsers send it: scheme and host in lower case, without the
 * scheme's usual port (RFC 6454, section 6.2).
 */
final class Origin implements ITypeConverter<String> {

  @Override
  public String convert(String given) {
    try {
      var uri = new URI(given);
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
        throw wrong(given, "");
      }
      int usual = scheme.equals("https") ? 443 : 80;
      boolean plain = uri.getPort() == -1 || uri.getPort() == usual;
      var origin =
          scheme
              + "://"
              + uri.getHost().toLowerCase(Locale.ROOT)
              + (plain ? "" : ":" + uri.getPort());
      if (given.equals(uri.getScheme() + "://" + uri.getRawAuthority())
          && uri.getUserInfo() == null) {
        return origin;
      }
      throw wrong(given, "; did you mean " + origin + "?");
    } catch (URISyntaxException e) {
      throw wrong(given, "");
    }
  }

  private static TypeConversionException wrong(String given, String hint) {
    return new TypeConversionException(
        "must be http or https, host and port and nothing more, such as https://lab.example.org, was "
            + given
            + hint);
  }
}
