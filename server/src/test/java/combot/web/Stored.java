package combot.web;

import static org.assertj.core.api.Assertions.assertThat;

import combot.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** What lies in the worker's SQLite file, read past the worker. */
final class Stored {

  private static final String TURNS =
      """
      select t.number, t.role, t.text, t.kind from turn t join token k on k.conversation_id = t.conversation_id
      where k.hash = ? order by t.number\
      """;
  private static final String SOURCES =
      """
      select coalesce(g.source, 'SCRIPTED') from turn t join token k on k.conversation_id = t.conversation_id
        left join generation g on g.conversation_id = t.conversation_id and g.number = t.number
      where k.hash = ? and t.role = 'BOT' order by t.number\
      """;
  private static final String CONDITION =
      """
      select c.assigned from conversation c join token k on k.conversation_id = c.id
      where k.hash = ?\
      """;

  private final WorkerProcess worker;

  Stored(WorkerProcess worker) {
    this.worker = worker;
  }

  /**
   * The turns of a conversation, {@code from: text}, as the page shows them after a reload; fails
   * where their numbers leave a gap.
   */
  List<String> turns(String token) {
    var numbers = new ArrayList<Integer>();
    var turns =
        query(
            TURNS,
            row -> {
              numbers.add(row.getInt(1));
              // An accepted contact is kept apart.
              boolean hidden = row.getString(4).equals("CONTACT") && row.getString(3).isEmpty();
              return row.getString(2).toLowerCase(java.util.Locale.ROOT)
                  + ": "
                  + (hidden ? Participant.HIDDEN_CONTACT : row.getString(3));
            },
            hash(token));
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    return turns;
  }

  /** Where the words of the bot's turns come from. */
  List<String> sources(String token) {
    return query(SOURCES, row -> row.getString(1), hash(token));
  }

  /** The condition that a conversation was assigned to, as stored. */
  String condition(String token) {
    return query(CONDITION, row -> row.getString(1), hash(token)).getFirst();
  }

  /** How many conversations there are, of all participants. */
  int conversations() {
    return query("select count(*) from conversation", row -> row.getInt(1)).getFirst();
  }

  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Row<T> row, String... parameters) {
    var url = "jdbc:sqlite:file:" + worker.data().resolve("combot.db") + "?mode=ro";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      var found = new ArrayList<T>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row.of(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + url, e);
    }
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
