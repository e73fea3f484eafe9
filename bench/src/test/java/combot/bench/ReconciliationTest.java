package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReconciliationTest {

  private static final int CONVERSATIONS = 3;

  @TempDir Path data;
  private final Texts texts = new Texts(0);
  private final Sent sent = new Sent();

  @BeforeEach
  void storeWholeConversations() throws SQLException {
    try (var db = open()) {
      db.setAutoCommit(false);
      update(
          db,
          "create table conversation (id text, status text, origin text, turns integer, created_at bigint)");
      update(
          db,
          "create table turn (conversation_id text, number integer, role text, kind text, text text)");
      update(db, "create table contact (conversation_id text, value text)");
      update(db, "insert into conversation values ('old', 'OPENED', 'PAGE', 9, 5)");
      for (int number = 0; number < CONVERSATIONS; number++) {
        update(
            db, "insert into conversation values ('c" + number + "', 'FINISHED', 'API', 15, 1000)");
        sent.opened();
        update(db, "insert into turn values ('c" + number + "', 1, 'BOT', 'ASK', 'Hello')");
        for (int index = 0; index <= 6; index++) {
          store(db, number, 2 * index + 2, texts.message(number, index, number % 2 == 0));
          sent.turn();
        }
        update(
            db,
            "insert into contact values ('c%d', '%s')"
                .formatted(number, texts.message(number, 6, false)));
        sent.finished();
      }
      db.commit();
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("combot.db"));
  }

  private static void update(Connection db, String sql) throws SQLException {
    try (var statement = db.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void store(Connection db, int number, int place, String text) throws SQLException {
    try (var insert = db.prepareStatement("insert into turn values (?, ?, ?, ?, ?)")) {
      for (var role : new String[] {"PARTICIPANT", "BOT"}) {
        insert.setString(1, "c" + number);
        insert.setInt(2, role.equals("BOT") ? place + 1 : place);
        insert.setString(3, role);
        boolean contact = place == 14;
        insert.setString(4, contact ? "CONTACT" : "MESSAGE");
        insert.setString(5, role.equals("BOT") ? "Reply" : contact ? "" : text);
        insert.executeUpdate();
      }
    }
  }

  private Reconciliation after(String... changes) throws SQLException {
    try (var db = open()) {
      for (var change : changes) {
        update(db, change);
      }
    }
    return Reconciliation.of(Database.in(data), 1_000, sent, texts);
  }

  @Test
  void agreesWithWhatIsWhole() throws SQLException {
    var stored = after();

    assertThat(stored.problems()).isEmpty();
    assertThat(stored.conversations()).isEqualTo(CONVERSATIONS);
    assertThat(stored.finished()).isEqualTo(CONVERSATIONS);
    assertThat(stored.turns()).isEqualTo(7 * CONVERSATIONS);
  }

  @Test
  void missesATurn() throws SQLException {
    assertThat(after("delete from turn where conversation_id = 'c1' and number = 6").problems())
        .contains(
            "conversation c1 is finished with 6 messages",
            "20 turns of participants stored, 21 acknowledged");
  }

  @Test
  void seesADoubledTurn() throws SQLException {
    assertThat(
            after(
                    "insert into turn select conversation_id, 16, role, kind, text from turn where conversation_id = 'c1' and number = 6")
                .problems())
        .contains(
            "conversation c1 is finished with 8 messages",
            "22 turns of participants stored, 21 acknowledged");
  }

  @Test
  void seesAnotherConversationsWords() throws SQLException {
    var change =
        "update turn set text = replace(text, 'case 2', 'case 0') where conversation_id = 'c2' and number = 10";

    assertThat(after(change).problems())
        .singleElement()
        .asString()
        .startsWith("conversation c2 is number 2 and says at index 4:");
  }

  @Test
  void missesAContact() throws SQLException {
    assertThat(after("delete from contact where conversation_id = 'c1'").problems())
        .singleElement()
        .asString()
        .startsWith("conversation c1 is number 1 and says at index 6:");
  }

  @Test
  void missesAConversationAndSeesADoubledOne() throws SQLException {
    assertThat(after("delete from conversation where id = 'c0'").problems())
        .contains("2 conversations stored, 3 acknowledged");
    assertThat(
            after(
                    "insert into conversation values ('c9', 'FINISHED', 'API', 15, 1000)",
                    "insert into turn select 'c9', number, role, kind, text from turn where conversation_id = 'c2'")
                .problems())
        .contains("conversation c9 is number 2, which is stored already");
  }

  @Test
  void seesTurnsThatLostTheirConversation() throws SQLException {
    assertThat(after("update conversation set origin = 'UNLINKED' where id = 'c1'").problems())
        .containsExactly("conversation c1 is of origin UNLINKED");
  }
}
