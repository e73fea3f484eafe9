package combot.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.Driver;

/** A PostgreSQL database, for processes on any number of machines. */
final class PostgresServer {
  private PostgresServer() {}

  /**
   * What a session may take. The third one frees the lock of a process that hangs in the middle.
   * Bound to the connection by its first statement rather than by start-up options, which poolers
   * between us and the server refuse.
   */
  private static final String LIMITS =
      """
      set statement_timeout = 5000; set lock_timeout = 5000; set idle_in_transaction_session_timeout = 3000;
      set synchronous_commit = on; set client_min_messages = warning\
      """;

  /** For what is done alone; the number is any that is always the same. */
  static final String LOCK = "select pg_advisory_xact_lock(%d)".formatted(0x636f6d626f74L);

  /** Seconds without a word from the server, longer than any statement may take. */
  private static final int SILENCE = 10;

  /** A connection that rested so long is tried before it is used: the server may have gone. */
  private static final Duration RESTED = Duration.ofSeconds(1);

  static Store open(PostgresUrl url) {
    AgroalDataSource source = null;
    try {
      migrate(url);
      source = pool(url);
      var jdbi = Store.jdbi(source::getConnection);
      return new Store(source, new PooledWriter(jdbi, Store.PATIENCE), jdbi);
    } catch (SQLException | RuntimeException e) {
      if (source != null) {
        source.close();
      }
      throw new StoreException(
          "can't open the database %s: %s. Mend that, or give another one with COMBOT_DATABASE or --database."
              .formatted(url, reason(e)),
          e);
    }
  }

  /** On a connection of its own, whose statements may take as long as they need. */
  private static void migrate(PostgresUrl url) {
    Store.migrations()
        .dataSource(url.jdbc(), url.user(), url.password())
        .jdbcProperties(properties(url))
        .load()
        .migrate();
  }

  private static Map<String, String> properties(PostgresUrl url) {
    var properties = new HashMap<String, String>();
    properties.put("ApplicationName", "combot");
    properties.put("connectTimeout", "5");
    properties.put("tcpKeepAlive", "true");
    // Else the server's details tell what people gave, and they get into logs.
    properties.put("logServerErrorDetail", "false");
    properties.putAll(url.parameters());
    return properties;
  }

  private static AgroalDataSource pool(PostgresUrl url) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(Store.CONNECTIONS)
                    .acquisitionTimeout(Store.PATIENCE)
                    .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(2))
                    .idleValidationTimeout(RESTED)
                    .exceptionSorter(PostgresServer::isFatal)
                    .connectionFactoryConfiguration(factory -> connection(factory, url))));
  }

  private static AgroalConnectionFactoryConfigurationSupplier connection(
      AgroalConnectionFactoryConfigurationSupplier factory, PostgresUrl url) {
    factory
        .connectionProviderClass(Driver.class)
        .jdbcUrl(url.jdbc())
        .jdbcTransactionIsolation(TransactionIsolation.READ_COMMITTED)
        .initialSql(LIMITS)
        .jdbcProperty("socketTimeout", Integer.toString(SILENCE))
        .principal(new NamePrincipal(url.user()));
    if (url.password() != null) {
      factory.credential(new SimplePassword(url.password()));
    }
    properties(url).forEach(factory::jdbcProperty);
    return factory;
  }

  /** Whether the connection is of no use any more: it broke, or the server goes. */
  private static boolean isFatal(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  /** The SQLSTATE among the causes, or nothing. */
  static String stateOf(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && e.getSQLState() != null) {
        return e.getSQLState();
      }
    }
    return "";
  }

  /** What the driver says, rather than Flyway's account of it. */
  private static String reason(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return Store.firstSentence(cause);
      }
    }
    return Store.firstSentence(e);
  }
}
