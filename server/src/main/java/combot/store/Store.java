package combot.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.sqlite.JDBC;

/**
 * The database of an installation: a SQLite file in the data directory, in WAL mode, synchronised
 * at each commit.
 *
 * <p>Safe for use by many threads and by several processes on one machine.
 */
public final class Store implements AutoCloseable {

  private static final int CONNECTIONS = 10;

  /** A connection's, negative: in KiB. The system caches the file's pages for all of them. */
  private static final String PAGE_CACHE = "-512";

  /** How long a caller waits for a connection, and as long for a commit. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AgroalDataSource source;
  private final GroupWriter writer;
  private final Journal journal;
  private final Records records;

  private Store(AgroalDataSource source, GroupWriter writer, Jdbi jdbi) {
    this.source = source;
    this.writer = writer;
    this.journal = new Journal(writer);
    this.records = new Records(jdbi);
  }

  /**
   * Opens the database in {@code data}, creates both where they do not exist, and brings its tables
   * up to date.
   *
   * @throws StoreException if that can't be done, naming the file
   */
  public static Store open(Path data) {
    var file = data.resolve("combot.db").toAbsolutePath();
    AgroalDataSource source = null;
    WriteLock lock = null;
    try {
      Files.createDirectories(data);
      lock = new WriteLock(data.resolve("combot.db.lock"));
      var url = "jdbc:sqlite:" + file;
      source = open(url, lock);
      // The writer's connections are its own: one that broke must not come to who reads.
      var written = jdbi(() -> JDBC.createConnection(url, properties()));
      return new Store(
          source, new GroupWriter(written, lock, PATIENCE), jdbi(source::getConnection));
    } catch (IOException | SQLException | RuntimeException e) {
      close(source, lock, e);
      throw new StoreException("can't open the database " + file + ": " + e.getMessage(), e);
    }
  }

  private static Jdbi jdbi(ConnectionFactory connections) {
    var jdbi = Jdbi.create(connections);
    // What people wrote must not get into logs by way of a failing statement's message.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
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
   * start at once. Turning WAL on wants it too.
   */
  private static AgroalDataSource open(String url, WriteLock lock)
      throws IOException, SQLException {
    var source = pool(url);
    try {
      lock.hold(() -> migrate(source));
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void migrate(AgroalDataSource source) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:combot/store/migrations")
        .load()
        .migrate();
  }

  private static AgroalDataSource pool(String url) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(CONNECTIONS)
                    .acquisitionTimeout(PATIENCE)
                    .connectionFactoryConfiguration(factory -> {
                      factory.connectionProviderClass(JDBC.class).jdbcUrl(url);
                      properties()
                          .forEach(
                              (name, value) -> factory.jdbcProperty((String) name, (String) value));
                      return factory;
                    })));
  }

  public Journal journal() {
    return journal;
  }

  public Records records() {
    return records;
  }

  /** Whether the database answers and takes what is written. */
  public boolean isUsable() {
    return records.isReachable() && journal.isWritable();
  }

  /** Waits for the writes that are under way. */
  @Override
  public void close() {
    writer.close();
    source.close();
  }
}
