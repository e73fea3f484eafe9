package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final int CALLERS = 40;
  private static final int EACH = 10;

  @RegisterExtension final Database db = new Database();

  @Test
  void twoStoresWriteOneFileAtOnceWithoutAnError() {
    try (var other = Store.open(db.data())) {
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
  void storesOpenedAtOnceOnANewFileAllWork(@TempDir Path fresh) {
    var stores = Together.run(8, _ -> Store.open(fresh));
    stores.forEach(store -> Database.keep(store, db.study()));
    stores.forEach(Store::close);
    assertThat(new Tables(fresh).count("study_version")).isEqualTo(1);
  }

  @Test
  void isDurableByItsSettings() {
    assertThat(db.tables().texts("pragma journal_mode")).isEqualTo(List.of("wal"));
    assertThat(db.records().isReachable()).isTrue();
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

  @Test
  void namesTheFileThatCannotBeOpened(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("combot.db"), "this is no database, it is a letter");
    assertThatThrownBy(() -> Store.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(directory.resolve("combot.db").toString());
  }
}
