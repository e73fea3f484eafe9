package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a database holds, read past the store on a connection of its own, which ends with the
 * database. For tests of any package.
 */
public final class Tables {

  private static final List<String> ALL =
      List.of(
          "participant",
          "former_parameters",
          "conversation",
          "token",
          "turn",
          "generation",
          "slot",
          "contact");

  private final Driver driver;
  private final String url;
  private final Properties login = new Properties();
  private Connection connection;

  /**
   * @param data the data directory
   */
  public Tables(Path data) {
    this.driver = new org.sqlite.JDBC();
    this.url = "jdbc:sqlite:" + data.resolve("combot.db");
  }

  private Tables(PostgresUrl database) {
    this.driver = new org.postgresql.Driver();
    this.url = database.jdbc();
    login.put("user", database.user());
    login.put("password", database.password());
  }

  /**
   * @param address the data directory, or a PostgreSQL database's URL
   */
  public static Tables of(String address) {
    return PostgresUrl.isMeant(address)
        ? new Tables(PostgresUrl.parse(address))
        : new Tables(Path.of(address));
  }

  /** All rows, each column by its name. */
  public List<Map<String, Object>> rows(String sql, Object... arguments) {
    try (var statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (var result = statement.executeQuery()) {
        var rows = new ArrayList<Map<String, Object>>();
        while (result.next()) {
          var row = new LinkedHashMap<String, Object>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.put(result.getMetaData().getColumnLabel(i), plain(result.getObject(i)));
          }
          rows.add(row);
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** By the driver itself: the list of all of them is another for each class loader. */
  private synchronized Connection connection() throws SQLException {
    if (connection == null || !connection.isValid(1)) {
      connection = driver.connect(url, login);
    }
    return connection;
  }

  /** As SQLite's driver does for all columns: numbers that fit an int as an Integer. */
  private static Object plain(Object value) {
    return value instanceof Long number && number == number.intValue() ? number.intValue() : value;
  }

  /** The first column of all rows, as text. */
  public List<String> texts(String sql, Object... arguments) {
    return rows(sql, arguments).stream()
        .map(row -> String.valueOf(row.values().iterator().next()))
        .toList();
  }

  public int count(String table) {
    return ((Number) rows("select count(*) n from " + table).getFirst().get("n")).intValue();
  }

  /** All that is stored, to be compared with what is stored later. */
  public Map<String, List<Map<String, Object>>> everything() {
    var everything = new LinkedHashMap<String, List<Map<String, Object>>>();
    ALL.forEach(table -> everything.put(table, rows("select * from " + table)));
    return everything;
  }

  /** Fails where the record contradicts itself. */
  public void check() {
    assertThat(
            texts(
                """
                select c.id from conversation c
                where c.turns <> (select count(*) from turn t where t.conversation_id = c.id)
                  or c.turns <> coalesce((select max(number) from turn t where t.conversation_id = c.id), 0)\
                """))
        .as("conversations whose turns are not numbered 1 to the last")
        .isEmpty();
    assertThat(
            texts(
                """
                select t.conversation_id || ' ' || t.number from turn t
                join turn n on n.conversation_id = t.conversation_id and n.number = t.number + 1
                where t.role = 'PARTICIPANT' and n.role = 'PARTICIPANT' or t.progress > n.progress\
                """))
        .as("messages without an answer, or turns that go back")
        .isEmpty();
    assertThat(
            texts(
                """
                select c.id from conversation c left join slot s on s.conversation_id = c.id
                where c.slot is not null and c.status <> 'OPENED'
                  and (s.number is null or s.number <> c.slot or s.status <> 'TAKEN' or s.assigned <> c.assigned)\
                """))
        .as("conversations whose slot is not theirs")
        .isEmpty();
  }
}
