package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachDatabase
class RecordsTest {

  @RegisterExtension final Database db;

  RecordsTest(Database.Kind kind) {
    db = new Database(kind);
  }

  @Test
  void keepsConversationsThatBeganAndNoneThatWereOnlyOpened() {
    var consented = db.conversation(db.journal().begin(db.consented("request-1", null)));
    db.journal().begin(db.opened(Duration.ofSeconds(1)));
    var spoken = db.conversation(db.journal().begin(db.opened(Duration.ofSeconds(2))));
    db.journal().append(db.exchange(spoken, "t1", "it broke"));

    assertThat(db.records().kept(db.study().id()))
        .extracting(kept -> kept.conversation().id())
        .containsExactly(consented.id(), spoken.id());
  }

  @Test
  void keepsWhatTheEndOfAConversationBrings() {
    var conversation = db.conversation(db.journal().begin(db.consented("request-1", null)));
    for (int i = 0; i < 6; i++) {
      say(conversation.id(), "t" + i, "message " + i);
    }
    assertThat(db.records().kept(db.study().id()).getFirst().finishedAt()).isEmpty();
    say(conversation.id(), "t6", " ann@example.org ");

    var kept = db.records().kept(db.study().id()).getFirst();
    assertThat(kept.contact()).contains("ann@example.org");
    assertThat(kept.finishedAt()).contains(Database.NOON);
    assertThat(kept.clientSeconds()).isEqualTo(Optional.empty());
    assertThat(kept.conversation().status()).isEqualTo(Conversation.Status.FINISHED);
    assertThat(kept.conversation().state().scores()).containsEntry("A", 0.9);
  }

  @Test
  void countsConversationsThatHadATurnLately() {
    var quiet = db.conversation(db.journal().begin(db.consented("request-1", null)));
    var over = db.conversation(db.journal().begin(db.consented("request-2", null)));
    for (int i = 0; i < 6; i++) {
      say(over.id(), "t" + i, "message " + i);
    }
    say(over.id(), "t6", "ann@example.org");
    db.journal().begin(db.opened(Duration.ofSeconds(1)));

    assertThat(db.records().active(Database.NOON.minusSeconds(300))).isEqualTo(1);
    assertThat(db.records().activeByStudy(quiet.updatedAt()))
        .containsExactly(Map.entry(db.study().id(), 1L));
    assertThat(db.records().active(quiet.updatedAt())).isEqualTo(1);
    assertThat(db.records().active(quiet.updatedAt().plusMillis(1))).isZero();
    assertThat(db.records().active(Database.NOON.plus(Duration.ofDays(2)))).isZero();
  }

  @Test
  void countsWhatWasAssignedAndWhatWasDelivered() {
    var first = db.conversation(db.journal().begin(db.consented("request-1", null)));
    db.conversation(db.journal().begin(db.consented("request-2", null)));
    db.journal().begin(db.opened(Duration.ofSeconds(1)));
    say(first.id(), "t1", "it broke");

    var census = db.records().census(db.study());
    assertThat(census.taken().values().stream().mapToLong(Long::longValue).sum())
        .as("those who consented, not who only opened")
        .isEqualTo(2);
    assertThat(census.taken()).containsKey(first.state().condition()).isEqualTo(census.drawn());
    assertThat(census.turns()).isGreaterThan(2);
    assertThat(census.misdelivered()).isZero();

    try (var handle = db.store().jdbi().open()) {
      handle.execute(
          "update turn set delivered = '{\"think\":\"Some\"}' where role = 'BOT' and number = 1 and conversation_id = ?",
          first.id());
    }
    var altered = db.records().census(db.study());
    assertThat(altered.turns()).isEqualTo(census.turns());
    assertThat(altered.misdelivered()).isEqualTo(1);
  }

  @Test
  void countsATurnForAnotherClassThanTheOneFoundAsMisdelivered() {
    long ofAClass = 0;
    for (int i = 0; i < db.study().conditions().size(); i++) {
      var id = db.conversation(db.journal().begin(db.consented("request-" + i, null))).id();
      say(id, "t1", "it broke");
      ofAClass +=
          db.records().turns(id, 0).stream()
              .filter(turn -> turn.delivered().containsKey("class"))
              .count();
    }
    assertThat(ofAClass).isPositive();
    assertThat(db.records().census(db.study()).misdelivered()).isZero();

    try (var handle = db.store().jdbi().open()) {
      handle.execute("update conversation set complaint_class = 'D'");
    }
    assertThat(db.records().census(db.study()).misdelivered()).isEqualTo(ofAClass);
  }

  @Test
  void countsAConversationThatLostATurnInTheMiddle() {
    var torn = db.conversation(db.journal().begin(db.consented("request-1", null)));
    say(torn.id(), "t1", "it broke");
    try (var handle = db.store().jdbi().open()) {
      handle.execute("create temporary table aside as select * from turn where number = 2");
      handle.execute("delete from turn where number = 2");
      assertThat(db.records().census(db.study()).torn()).isEqualTo(1);
      handle.execute("insert into turn select * from aside");
      handle.execute("drop table aside");
    }
    assertThat(db.records().census(db.study()).torn()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void countsConversationsThatLackATurn(int number) {
    var torn = db.conversation(db.journal().begin(db.consented("request-1", null)));
    var whole = db.conversation(db.journal().begin(db.consented("request-2", null)));
    say(torn.id(), "t1", "it broke");
    say(whole.id(), "t1", "it broke");
    assertThat(db.records().census(db.study()).torn()).isZero();

    try (var handle = db.store().jdbi().open()) {
      var turn =
          handle.createQuery(
              "select text from turn where conversation_id = :id and number = :number");
      assertThat(turn.bind("id", torn.id()).bind("number", number).mapTo(String.class).list())
          .hasSize(1);
      handle.execute(
          "update turn set number = 99 where conversation_id = ? and number = ?",
          torn.id(),
          number);
      assertThat(db.records().census(db.study()).torn()).isEqualTo(1);
      handle.execute(
          "update turn set number = ? where conversation_id = ? and number = 99",
          number,
          torn.id());
    }
  }

  private void say(String id, String turnId, String text) {
    var before = db.records().byId(id, null).orElseThrow().conversation();
    assertThat(db.journal().append(db.exchange(before, turnId, text))).isTrue();
  }
}
