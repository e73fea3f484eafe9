package combot.cache;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where a Redis is, as {@code redis://user:password@host:port/database}; {@code rediss} with TLS.
 *
 * @param full the whole address, the password in it
 * @param shown the address without user and password
 */
public record RedisUrl(String full, String shown) {

  private static final String SHAPE = "redis://user:password@host:port/database";
  private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,4}");
  private static final int PORTS = 65_536;

  /**
   * User, password, port and database may be left out.
   *
   * @throws IllegalArgumentException if it is none, with a sentence that does not tell the password
   */
  public static RedisUrl parse(String text) {
    var uri = uri(text.strip());
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw wrong("it begins neither with redis:// nor, for TLS, with rediss://");
    }
    if (uri.getHost() == null) {
      throw wrong("the host is missing, or it or the port is malformed");
    }
    if (uri.getPort() == 0 || uri.getPort() >= PORTS) {
      throw wrong("the port must be between 1 and 65535, was " + uri.getPort());
    }
    if (!DATABASE.matcher(uri.getRawPath()).matches()) {
      throw wrong("what follows the / must be the number of a database");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong("it takes no parameters, and a ? or # in a password is written %3F or %23");
    }
    if (uri.getRawUserInfo() != null && !uri.getRawUserInfo().contains(":")) {
      throw wrong("a password follows a colon, as in redis://:password@host");
    }
    return new RedisUrl(decodable(uri), shown(uri));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Without the cause, which would tell all of it.
      throw wrong(
          "a character at position %d does not belong there; in a password write it as %%XX"
              .formatted(e.getIndex() + 1));
    }
  }

  /** The driver takes a plus for a space. */
  private static String decodable(URI uri) {
    return uri.toString().replace("+", "%2B");
  }

  private static String shown(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  private static IllegalArgumentException wrong(String reason) {
    return new IllegalArgumentException(
        "The address of Redis is not as %s: %s.".formatted(SHAPE, reason));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return shown;
  }
}
