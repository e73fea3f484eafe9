package combot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {

  @TempDir Path data;

  private Path file() {
    return data.resolve("combot.db");
  }

  @Test
  void advisesABackupWhereTheFileIsDamaged() throws Exception {
    Files.writeString(file(), "notes ".repeat(1_000));
    assertThatThrownBy(() -> Store.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file().toString(), "Put a backup in its place");
  }

  @Test
  void advisesNobodyToMoveAHealthyDatabaseAway() throws Exception {
    Store.open(data).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.executeUpdate("update flyway_schema_history set checksum = 7 where version = '1'");
    }
    assertThatThrownBy(() -> Store.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file().toString(), "a newer Combot wrote")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("move it away"));
  }
}
