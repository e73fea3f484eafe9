package combot.store;

import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps a connection's prepared statements from one use to the next. SQLite's driver has no cache
 * of them, and reading the same SQL again was a sixth of a request's processor time. All SQL is in
 * this package, and what of it is put together has a handful of forms, which bounds their number.
 */
final class KeptStatements extends DefaultStatementBuilder {

  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new HashMap<>();
  private final Map<Statement, String> busy = new IdentityHashMap<>();

  /**
   * @param connection the driver's own
   */
  KeptStatements(Connection connection) {
    this.connection = connection;
  }

  /** The same SQL within itself gets a second statement. */
  @Override
  public PreparedStatement create(Connection given, String sql, StatementContext context)
      throws SQLException {
    var statement = idle.remove(sql);
    if (statement == null) {
      statement = super.create(connection, sql, context);
    }
    busy.put(statement, sql);
    return statement;
  }

  /**
   * @param named the SQL as it was before its names became question marks, which {@link #create}
   *     was not told
   */
  @Override
  public void close(Connection given, String named, Statement statement) throws SQLException {
    var sql = busy.remove(statement);
    if (sql == null
        || !rests(statement)
        || idle.putIfAbsent(sql, (PreparedStatement) statement) != null) {
      super.close(given, named, statement);
    }
  }

  /** Brings it to rest; false where it can't be used again. */
  private static boolean rests(Statement statement) {
    // Rows that nobody asked for, such as a pragma's, would keep its transaction open.
    try (var _ = statement.getResultSet()) {
      statement.clearBatch();
      return true;
    } catch (SQLException _) {
      return false; // the driver itself closes most that fail
    }
  }

  /** Whatever was forgotten is not to stay until the connection ends. */
  @Override
  public void close(Connection given) {
    for (var forgotten : busy.keySet()) {
      try (forgotten) {
        // closed by the end of this block
      } catch (SQLException _) {
        // its connection is broken, and tells
      }
    }
    busy.clear();
  }

  /** How many are in use. */
  int busy() {
    return busy.size();
  }

  /** The SQL, with question marks, of those that nobody uses at the moment. */
  Set<String> idle() {
    return Set.copyOf(idle.keySet());
  }

  /** For each connection of a pool its own. Safe for use by many threads. */
  static final class OfPool implements StatementBuilderFactory, AgroalPoolInterceptor {

    private final Map<Connection, KeptStatements> kept = new ConcurrentHashMap<>();

    @Override
    public StatementBuilder createStatementBuilder(Connection pooled) {
      try {
        return kept.computeIfAbsent(pooled.unwrap(Connection.class), KeptStatements::new);
      } catch (SQLException e) {
        throw new StoreException("can't tell a pooled connection's own: " + e.getMessage(), e);
      }
    }

    /** Its statements close with it. */
    @Override
    public void onConnectionDestroy(Connection connection) {
      kept.remove(connection);
    }
  }
}
