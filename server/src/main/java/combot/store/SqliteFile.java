package combot.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file in the data directory, in WAL mode, synchronised at each commit, for several
 * processes on one machine.
 */
final class SqliteFile {
  private SqliteFile() {}

  /** A connection's, negative: in KiB. The system caches the file's pages for all of them. */
  private static final String PAGE_CACHE = "-512";

  private static final int WRITE_VERSION_AT = 18;
  private static final int WAL = 2;

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_CORRUPT);

  static Store open(Path data) {
    var file = data.resolve("combot.db").toAbsolutePath();
    AgroalDataSource source = null;
    WriteLock lock = null;
    try {
      Files.createDirectories(data);
      lock = new WriteLock(data.resolve("combot.db.lock"));
      var url = "jdbc:sqlite:" + file;
      source = open(url, lock, isWal(file));
      // The writer's connections are its own: one that broke must not come to who reads.
      var written = Store.jdbi(() -> JDBC.createConnection(url, properties()));
      written.setStatementBuilderFactory(KeptStatements::new);
      var statements = new KeptStatements.OfPool();
      source.setPoolInterceptors(List.of(statements));
      var read = Store.jdbi(source::getConnection);
      read.setStatementBuilderFactory(statements);
      return new Store(
          source, new GroupWriter(new SqliteTransactions(written, lock), Store.PATIENCE), read);
    } catch (IOException | SQLException | RuntimeException e) {
      close(source, lock, e);
      throw new StoreException(
          "can't open the database %s: %s. %s".formatted(file, Store.firstSentence(e), advice(e)),
          e);
    }
  }

  private static String advice(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e && DAMAGED.contains(e.getResultCode())) {
        return "Put a backup in its place, move it away to begin anew, or give another folder with --data.";
      }
    }
    return "End what else uses it, or give another folder with --data; one that a newer Combot wrote needs that Combot.";
  }

  private static Properties properties() {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "journal_mode", "WAL",
            "synchronous", "FULL",
            "busy_timeout", "5000",
            "cache_size", PAGE_CACHE,
            "foreign_keys", "true"));
    return properties;
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
   * start at once. Turning WAL on wants it too. Where there is nothing to migrate, as at nearly
   * every start, no writer is kept waiting: only to look takes Flyway a second on a busy machine.
   */
  private static AgroalDataSource open(String url, WriteLock lock, boolean wal)
      throws IOException, SQLException {
    var source = pool(url, wal ? Store.CONNECTIONS : 0);
    try {
      var flyway = Store.migrations().dataSource(source).load();
      if (!wal || !flyway.validateWithResult().validationSuccessful) {
        lock.hold(flyway::migrate);
      }
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** By the header's "file format write version": 2 where WAL is on. */
  private static boolean isWal(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      var header = in.readNBytes(WRITE_VERSION_AT + 1);
      return header.length > WRITE_VERSION_AT && header[WRITE_VERSION_AT] == WAL;
    }
  }

  /**
   * @param opened connections at once: not where they would turn WAL on without the lock
   */
  private static AgroalDataSource pool(String url, int opened) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled()
            .connectionPoolConfiguration(pool ->
                pool.initialSize(opened)
                    .maxSize(Store.CONNECTIONS)
                    .acquisitionTimeout(Store.PATIENCE)
                    .connectionFactoryConfiguration(factory -> {
                      factory.connectionProviderClass(JDBC.class).jdbcUrl(url);
                      properties()
                          .forEach(
                              (name, value) -> factory.jdbcProperty((String) name, (String) value));
                      return factory;
                    })));
  }
}
