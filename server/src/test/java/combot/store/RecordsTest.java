package combot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  private void say(String id, String turnId, String text) {
    var before = db.records().byId(id, null).orElseThrow().conversation();
    assertThat(db.journal().append(db.exchange(before, turnId, text))).isTrue();
  }
}
