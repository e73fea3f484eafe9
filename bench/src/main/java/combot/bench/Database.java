package combot.bench;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server stores what it is told.
 *
 * @param jdbc its address for JDBC
 * @param folder of the file; empty for a database server
 */
record Database(String jdbc, Optional<Path> folder) {

  /** The file in a data folder. */
  static Database in(Path data) {
    return new Database("jdbc:sqlite:" + data.resolve("combot.db"), Optional.of(data));
  }

  /**
   * Of a PostgreSQL server, from the address that Combot is given.
   *
   * @throws IllegalArgumentException if it is none, with a sentence that does not tell the password
   */
  static Database at(String url) {
    try {
      var uri = new URI(url);
      var login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      if (!"postgresql".equals(uri.getScheme()) || login.isEmpty() || uri.getHost() == null) {
        throw new IllegalArgumentException(
            "must be like postgresql://user:password@host:5432/name");
      }
      var query = uri.getRawQuery() == null ? "" : "&" + uri.getRawQuery();
      return new Database(
          "jdbc:postgresql://%s%s?user=%s%s"
              .formatted(
                  uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()),
                  uri.getRawPath(),
                  login.replaceFirst(":", "&password=").replace("+", "%2B"),
                  query),
          Optional.empty());
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("must be like postgresql://user:password@host:5432/name");
    }
  }

  /** Without the rest of the address, which may hold a password. */
  @Override
  public String toString() {
    return jdbc.split(":")[1];
  }
}
