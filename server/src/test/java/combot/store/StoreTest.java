package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEachDatabase
class StoreTest {

  private static final int CALLERS = 40;
  private static final int EACH = 10;

  @RegisterExtension final Database db;

  StoreTest(Database.Kind kind) {
    db = new Database(kind);
  }

  @Test
  void twoStoresWriteOneDatabaseAtOnceWithoutAnError() {
    try (var other = db.open()) {
      var slots =
          Together.run(
              CALLERS,
              i -> {
                var store = i % 2 == 0 ? db.store() : other;
                for (int k = 0; k < EACH; k++) {
                  var opening = Database.consented(db.study(), "request-" + i + "-" + k, null);
                  var before = Database.conversation(store, store.journal().begin(opening));
                  var said = Database.exchange(db.study(), before, "t1", "it broke", Database.NOON);
                  assertThat(store.journal().append(said)).isTrue();
                }
                return i;
              });
      assertThat(slots).hasSize(CALLERS);
    }
    assertThat(new HashSet<>(db.tables().texts("select slot from conversation")))
        .hasSize(CALLERS * EACH);
  }

  @Test
  void readsFailWithASentenceOnceTheStoreIsClosed() {
    var records = db.records();
    db.store().close();
    assertThat(records.isReachable()).isFalse();
    assertThatThrownBy(() -> records.turns("x", 0))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("can't read turns");
  }
}
