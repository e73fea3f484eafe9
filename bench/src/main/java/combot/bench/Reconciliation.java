package combot.bench;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what a server acknowledged with what stands in its database: each conversation there
 * once, each turn of it once, in order, in the words of that conversation and of no other.
 *
 * @param conversations stored since the run began
 * @param finished of these
 * @param turns of participants in these
 * @param problems what doesn't fit, the first 20
 */
record Reconciliation(long conversations, long finished, long turns, List<String> problems) {

  private static final int TURNS = 7;
  private static final int PROBLEMS_AT_MOST = 20;
  private static final int ROWS_AT_ONCE = 1_000;

  // Wall-clock time is what the database holds, and the run begins before its first conversation
  // does.
  private static final String STORED =
      """
      select c.id, c.status, c.origin, c.turns, t.number, t.role,
        case when t.kind = 'CONTACT' and t.text = '' then coalesce(k.value, '') else t.text end as text
      from conversation c
      left join turn t on t.conversation_id = c.id
      left join contact k on k.conversation_id = c.id
      where c.created_at >= ? order by c.id, t.number\
      """;

  Reconciliation {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the database, which a server may be using.
   *
   * @param since milliseconds since 1970; older conversations are left out
   * @throws SQLException if it can't be read
   */
  static Reconciliation of(Database database, long since, Sent sent, Texts texts)
      throws SQLException {
    var reader = new Reader(texts);
    try (var connection = DriverManager.getConnection(database.jdbc());
        var query = connection.prepareStatement(STORED)) {
      // PostgreSQL's driver else holds all rows at once, which are millions after an hour.
      connection.setAutoCommit(false);
      query.setFetchSize(ROWS_AT_ONCE);
      query.setLong(1, since);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
        reader.endOfConversation();
      }
    }
    reader.compare(sent);
    return new Reconciliation(reader.conversations, reader.finished, reader.turns, reader.problems);
  }

  /** Follows the rows, conversation by conversation. */
  private static final class Reader {
    private final Texts texts;
    private final List<String> problems = new ArrayList<>();
    private final Set<Long> numbers = new HashSet<>();
    private final List<String> said = new ArrayList<>();
    private String id = "";
    private boolean isFinished;
    private int stated;
    private int rows;
    private long conversations;
    private long finished;
    private long turns;

    Reader(Texts texts) {
      this.texts = texts;
    }

    void read(ResultSet row) throws SQLException {
      if (!row.getString("id").equals(id)) {
        endOfConversation();
        begin(row);
      }
      int number = row.getInt("number");
      if (row.wasNull()) {
        return;
      }
      rows++;
      require(number == rows, "turn " + number + " stands where " + rows + " should");
      if (row.getString("role").equals("PARTICIPANT")) {
        said.add(row.getString("text"));
        turns++;
      }
    }

    private void begin(ResultSet row) throws SQLException {
      id = row.getString("id");
      isFinished = row.getString("status").equals("FINISHED");
      stated = row.getInt("turns");
      rows = 0;
      said.clear();
      conversations++;
      finished += isFinished ? 1 : 0;
      require(row.getString("origin").equals("API"), "is of origin " + row.getString("origin"));
    }

    void endOfConversation() {
      if (id.isEmpty()) {
        return;
      }
      require(rows == stated, "says that it has " + stated + " turns and has " + rows);
      require(!isFinished || said.size() == TURNS, "is finished with " + said.size() + " messages");
      if (said.size() > 1) {
        var tag = said.get(1).replaceFirst("^.*\\(case (\\d+), part 1\\)$", "$1");
        if (tag.matches("\\d{1,18}")) {
          words(Long.parseLong(tag));
        } else {
          require(false, "has a second message that isn't ours: " + said.get(1));
        }
      }
    }

    private void words(long number) {
      require(numbers.add(number), "is number " + number + ", which is stored already");
      for (int i = 0; i < Math.min(said.size(), TURNS); i++) {
        boolean ours =
            said.get(i).equals(texts.message(number, i, false))
                || i == 0 && said.get(i).equals(texts.message(number, i, true));
        require(ours, "is number " + number + " and says at index " + i + ": " + said.get(i));
      }
    }

    /** After a failure it is unknown what was stored of that conversation, so more may be there. */
    void compare(Sent sent) {
      id = "";
      equal("conversations", conversations, sent.conversations(), sent.broken());
      equal("finished conversations", finished, sent.whole(), sent.broken());
      equal("turns of participants", turns, sent.turns(), sent.broken());
    }

    private void equal(String what, long stored, long acknowledged, long broken) {
      boolean fits =
          stored == acknowledged
              || broken > 0 && stored > acknowledged && stored <= acknowledged + broken;
      require(fits, "%d %s stored, %d acknowledged".formatted(stored, what, acknowledged));
    }

    private void require(boolean holds, String otherwise) {
      if (!holds && problems.size() < PROBLEMS_AT_MOST) {
        problems.add(id.isEmpty() ? otherwise : "conversation " + id + " " + otherwise);
      }
    }
  }
}
