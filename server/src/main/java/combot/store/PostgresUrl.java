package combot.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL database is, as {@code postgresql://user:password@host:port/name}, with the
 * driver's parameters behind a {@code ?}, such as {@code sslmode=verify-full}.
 *
 * @param hosts one or several with a comma, each with a port or without
 * @param password {@code null}: the driver looks into {@code ~/.pgpass}
 * @param parameters decoded
 */
public record PostgresUrl(
    String hosts, String name, String user, String password, Map<String, String> parameters) {

  private static final String SHAPE = "postgresql://user:password@host:port/name";
  private static final Pattern AUTHORITY = Pattern.compile("([^:@]+)(?::([^@]*))?@([^@]+)");

  public PostgresUrl {
    parameters = Map.copyOf(parameters);
  }

  /** Whether it looks like one, be it right or wrong. */
  public static boolean isMeant(String text) {
    return text.contains("://");
  }

  /**
   * @throws IllegalArgumentException if it is none, with a sentence that does not tell the password
   */
  public static PostgresUrl parse(String text) {
    var uri = uri(text);
    var authority = AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
    var name = uri.getRawPath() == null ? "" : decode(uri.getRawPath().replaceFirst("^/", ""));
    if (!authority.matches() || name.isEmpty() || name.contains("/")) {
      throw wrong("a user, a host or the database's name is missing");
    }
    var password = authority.group(2);
    return new PostgresUrl(
        authority.group(3),
        name,
        decode(authority.group(1)),
        password == null ? null : decode(password),
        parameters(uri.getRawQuery()));
  }

  private static URI uri(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      // Without the cause, which would tell all of it.
      throw wrong(
          "a character at position %d does not belong there; in names and passwords write it as %%XX"
              .formatted(e.getIndex() + 1));
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw wrong("it begins otherwise");
    }
    return uri;
  }

  /** A misspelt one would be passed over, and {@code sslmode} is one. */
  private static Map<String, String> parameters(String query) {
    var parameters = new TreeMap<String, String>();
    for (var pair : query == null ? new String[0] : query.split("&")) {
      var parts = pair.split("=", 2);
      var key = decode(parts[0]);
      var property = PGProperty.forName(key);
      if (property == null || property == PGProperty.USER || property == PGProperty.PASSWORD) {
        throw wrong("'" + key + "' is no parameter of PostgreSQL's JDBC driver that goes there");
      }
      parameters.put(key, parts.length == 1 ? "" : decode(parts[1]));
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String reason) {
    return new IllegalArgumentException(
        "The database's address is not as %s: %s.".formatted(SHAPE, reason));
  }

  /** For the driver, without user, password and parameters. */
  String jdbc() {
    return "jdbc:postgresql://%s/%s"
        .formatted(hosts, URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** Without the password and the parameters. */
  @Override
  public String toString() {
    return "postgresql://%s@%s/%s".formatted(user, hosts, name);
  }
}
