package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class AuditTest {

  @RegisterExtension final Database db;

  AuditTest(Database.Kind kind) {
    db = new Database(kind);
  }

  private Conversation begin(String name) {
    return db.conversation(db.journal().begin(db.consented(name, name)));
  }

  private void say(String id, String turnId, String text) {
    var before = db.records().byId(id, null).orElseThrow().conversation();
    assertThat(db.journal().append(db.exchange(before, turnId, text))).isTrue();
  }

  private Audit.Result audit() {
    return db.store().audit(db.study());
  }

  private void change(String sql, Object... arguments) {
    db.store().jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  @Test
  void findsNothingWhereAllIsAsItShouldBe() {
    assertThat(audit().conversations()).isZero();
    for (int i = 0; i < 20; i++) {
      var id = begin("p" + i).id();
      for (int turn = 0; turn < i % 7; turn++) {
        say(id, "t" + turn, "message " + turn);
      }
    }
    var id = begin("last").id();
    for (int turn = 0; turn < 6; turn++) {
      say(id, "t" + turn, "message " + turn);
    }
    say(id, "end", "ann@example.org");
    db.journal().begin(Database.consented(LoadTests.apart(db.study(), "run"), "x", "x"));

    var found = audit();
    assertThat(found.conversations()).isEqualTo(21);
    assertThat(found.turns()).isEqualTo(db.tables().rows("select number from turn").size() - 1);
    assertThat(found.astray()).isZero();
    assertThat(found.gaps()).isZero();
    assertThat(found.cells()).hasSameSizeAs(db.study().conditions());
    assertThat(found.cells()).allMatch(cell -> cell.quota() == 125 && cell.weight() == 1);
    assertThat(found.cells().stream().mapToLong(Audit.Cell::taken).sum()).isEqualTo(21);
    assertThat(found.cells().stream().mapToLong(Audit.Cell::finished).sum()).isEqualTo(1);
  }

  @Test
  void findsATurnThatIsMissingAndOneThatIsAstray() {
    var whole = begin("whole").id();
    say(whole, "t1", "it broke");
    var holed = begin("holed").id();
    say(holed, "t1", "it broke");
    change("delete from turn where conversation_id = ? and number = 2", holed);
    assertThat(audit().gaps()).isEqualTo(1);
    change("delete from turn where conversation_id = ? and number = 3", whole);
    assertThat(audit().gaps()).isEqualTo(2);
    assertThat(audit().astray()).isZero();

    change(
        "update turn set delivered = ? where conversation_id = ? and number = 1",
        "{\"brand\":\"Nobody\"}",
        whole);
    assertThat(audit().astray()).isEqualTo(1);
    change("delete from turn");
    change("delete from token");
    change("delete from conversation");
    change("delete from slot");
  }
}
