package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {

  @TempDir Path folder;

  @Test
  void storesOpenedAtOnceOnANewFileAllWork() {
    var stores = Together.run(8, _ -> Store.open(folder));
    stores.forEach(store -> Database.keep(store, Studies.shipped()));
    stores.forEach(Store::close);
    assertThat(new Tables(folder).count("study_version")).isEqualTo(1);
  }

  @Test
  void isDurableByItsSettings() {
    Store.open(folder).close();
    assertThat(new Tables(folder).texts("pragma journal_mode")).isEqualTo(List.of("wal"));
  }

  @Test
  void namesTheFileThatCannotBeOpened() throws Exception {
    var file = folder.resolve("combot.db");
    Files.writeString(file, "this is no database, it is a letter");
    assertThatThrownBy(() -> Store.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageEndingWith("give another folder with --data.");
  }
}
