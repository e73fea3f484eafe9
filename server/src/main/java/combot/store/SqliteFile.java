package combot.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.JDBC;

/**
 * A SQLite file in the data directory, in WAL mode, synchronised at each commit, for several
 * processes on one machine.
 */
final class SqliteFile {
  private SqliteFile() {}

  /** A connection's, negative: in KiB. The system caches the file's pages for all of them. */
  private static final String PAGE_CACHE = "-512";

  static Store open(Path data) {
    var file = data.resolve("combot.db").toAbsolutePath();
    AgroalDataSource source = null;
    WriteLock lock = null;
    try {
      Files.createDirectories(data);
      lock = new WriteLock(data.resolve("combot.db.lock"));
      source = open("jdbc:sqlite:" + file, lock);
      var jdbi = Store.jdbi(source);
      return new Store(
          source, new GroupWriter(new SqliteTransactions(jdbi, lock), Store.PATIENCE), jdbi);
    } catch (IOException | SQLException | RuntimeException e) {
      close(source, lock, e);
      throw new StoreException(
          "can't open the database %s: %s. Put a backup in its place, move it away to begin anew, or give another folder with --data."
              .formatted(file, Store.firstSentence(e)),
          e);
    }
  }

  private static void close(AgroalDataSource source, WriteLock lock, Exception cause) {
    try (lock;
        source) {
      // closed by the end of this block, the ones that there are
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Migrates under the writers' lock: Flyway has none of its own on SQLite, and two processes may
   * start at once. Turning WAL on wants it too.
   */
  private static AgroalDataSource open(String url, WriteLock lock)
      throws IOException, SQLException {
    var source = pool(url);
    try {
      lock.hold(() -> Store.migrations().dataSource(source).load().migrate());
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static AgroalDataSource pool(String url) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(Store.CONNECTIONS)
                    .acquisitionTimeout(Store.PATIENCE)
                    .connectionFactoryConfiguration(factory ->
                        factory
                            .connectionProviderClass(JDBC.class)
                            .jdbcUrl(url)
                            .jdbcProperty("journal_mode", "WAL")
                            .jdbcProperty("synchronous", "FULL")
                            .jdbcProperty("busy_timeout", "5000")
                            .jdbcProperty("cache_size", PAGE_CACHE)
                            .jdbcProperty("foreign_keys", "true"))));
  }
}
