package combot.bench;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a server stored, by SQL, while it runs. */
record Stored(Database database) {

  /** Each row's columns as text, {@code null} where there is none. */
  List<List<String>> rows(String sql, String... arguments) {
    try (var connection = DriverManager.getConnection(database.jdbc());
        var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setString(i + 1, arguments[i]);
      }
      try (var found = query.executeQuery()) {
        var rows = new ArrayList<List<String>>();
        while (found.next()) {
          var row = new ArrayList<String>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.add(found.getString(i));
          }
          rows.add(row);
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** What was said in a conversation, in order: the role and the words of each turn. */
  List<List<String>> turns(String conversation) {
    return rows(
        "select role, text from turn where conversation_id = ? order by number", conversation);
  }
}
