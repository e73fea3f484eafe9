package combot.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Copies a whole record into an empty PostgreSQL database, and reads it back: in one transaction,
 * so that the target holds all of it or nothing.
 */
public final class Copy {

  /** All there are, each after those that it refers to. */
  private static final List<String> TABLES =
      List.of(
          "study_version",
          "participant",
          "former_parameters",
          "conversation",
          "token",
          "turn",
          "generation",
          "slot",
          "contact");

  private static final int AT_ONCE = 500;

  private final Store from;
  private final Store to;

  private Copy(Store from, Store to) {
    this.from = from;
    this.to = to;
  }

  /**
   * What a table holds: two tables with the same are the same, whatever the order of their rows.
   *
   * @param hash the sum of the rows' SHA-256, modulo 2<sup>256</sup>
   */
  private record Content(long rows, BigInteger hash) {
    static final Content NONE = new Content(0, BigInteger.ZERO);
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

    Content with(List<Object> row) {
      var text = new StringBuilder();
      row.forEach(value -> append(text, value));
      var digest = new BigInteger(combot.study.Sha256.of(text.toString()), 16);
      return new Content(rows + 1, hash.add(digest).mod(MODULUS));
    }

    /** Each with its length, so that no two rows are told in the same way. */
    private static void append(StringBuilder text, Object value) {
      var told =
          switch (value) {
            case null -> "null";
            case Double number -> "number " + number;
            case Number number -> "number " + number.longValue();
            default -> "text " + value;
          };
      text.append(told.getBytes(StandardCharsets.UTF_8).length).append(' ').append(told);
    }
  }

  /**
   * A table that was copied and found the same when read back.
   *
   * @param rows how many it has
   */
  public record Copied(String table, long rows) {}

  /**
   * Copies what {@code from} holds at this moment.
   *
   * @param to on PostgreSQL; nobody writes to it meanwhile
   * @throws StoreException if {@code to} holds something already, if a database fails, or if what
   *     is read back differs; then {@code to} is left as it was
   */
  public static List<Copied> all(Store from, Store to) {
    return new Copy(from, to).all();
  }

  private List<Copied> all() {
    try (var source = from.jdbi().open();
        var target = to.jdbi().open()) {
      source.setTransactionIsolationLevel(TransactionIsolationLevel.SERIALIZABLE);
      return source.inTransaction(_ -> target.inTransaction(_ -> copy(source, target)));
    } catch (JdbiException e) {
      throw new StoreException(
          "the copy failed, nothing was copied: " + Store.firstSentence(e) + ".", e);
    }
  }

  private static List<Copied> copy(Handle source, Handle target) {
    target.execute("lock table " + String.join(", ", TABLES) + " in exclusive mode");
    refuseUnknown(target);
    TABLES.forEach(table -> refuseRows(target, table));
    var copied = new ArrayList<Copied>();
    for (var table : TABLES) {
      var columns = columns(target, table);
      var sent = send(source, target, table, columns);
      var found = read(target, table, columns, _ -> {});
      if (!sent.equals(found)) {
        throw new StoreException(
            "the copy failed, nothing was copied: table %s came out otherwise, %d rows of %d."
                .formatted(table, found.rows(), sent.rows()),
            null);
      }
      copied.add(new Copied(table, sent.rows()));
    }
    return copied;
  }

  /** A table that this class does not know would be left behind. */
  private static void refuseUnknown(Handle target) {
    var tables = new HashSet<String>();
    try {
      var connection = target.getConnection();
      var found =
          connection
              .getMetaData()
              .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"});
      while (found.next()) {
        tables.add(found.getString("TABLE_NAME"));
      }
    } catch (SQLException e) {
      throw new StoreException("can't list the tables: " + e.getMessage(), e);
    }
    tables.remove("flyway_schema_history");
    TABLES.forEach(tables::remove);
    if (!tables.isEmpty()) {
      throw new StoreException(
          "the target has tables that are not Combot's: %s. Give an empty database."
              .formatted(tables),
          null);
    }
  }

  private static void refuseRows(Handle target, String table) {
    if (read(target, table + " limit 1", List.of("1"), _ -> {}).rows() > 0) {
      throw new StoreException(
          "the target holds a record already, in its table %s. Give an empty database."
              .formatted(table),
          null);
    }
  }

  private static List<String> columns(Handle handle, String table) {
    return handle
        .createQuery("select * from " + table + " limit 0")
        .scanResultSet((rows, _) -> {
          var columns = new ArrayList<String>();
          var data = rows.get().getMetaData();
          for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(data.getColumnName(i));
          }
          return columns;
        });
  }

  private static Content send(Handle source, Handle target, String table, List<String> columns) {
    var insert =
        "insert into %s (%s) values (%s)"
            .formatted(
                table,
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(columns.size(), "?")));
    try (var batch = target.prepareBatch(insert)) {
      var sent =
          read(
              source,
              table,
              columns,
              row -> {
                for (int i = 0; i < row.size(); i++) {
                  batch.bind(i, row.get(i));
                }
                batch.add();
                if (batch.size() == AT_ONCE) {
                  batch.execute();
                }
              });
      if (batch.size() > 0) {
        batch.execute();
      }
      return sent;
    }
  }

  private static Content read(
      Handle handle, String table, List<String> columns, Consumer<List<Object>> each) {
    return handle
        .createQuery("select " + String.join(", ", columns) + " from " + table)
        .setFetchSize(AT_ONCE)
        .scanResultSet((rows, _) -> {
          var content = Content.NONE;
          var result = rows.get();
          while (result.next()) {
            var row = row(result, columns.size());
            each.accept(row);
            content = content.with(row);
          }
          return content;
        });
  }

  private static List<Object> row(ResultSet result, int columns) throws SQLException {
    var row = new ArrayList<Object>();
    for (int i = 1; i <= columns; i++) {
      row.add(result.getObject(i));
    }
    return row;
  }
}
