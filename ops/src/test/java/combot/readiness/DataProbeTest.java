package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may get at the data, and its backups. */
class DataProbeTest {

  private static final DataProbe DATA = new DataProbe();

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void started() {
    looked = new Looked(folder);
  }

  private void permit(String file, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        looked.data().resolve(file), PosixFilePermissions.fromString(permissions));
  }

  @Test
  void tellsWhoElseMayGetAtTheData() throws Exception {
    Looked.write(looked.data().resolve("combot.db"), "x");
    permit("combot.db", "rw-r--r--");
    permit("", "rwxr-xr-x");
    assertThat(looked.line(DATA, "audit.permissions"))
        .returns(State.WARN, Line::state)
        .returns("other users of the machine may read combot.db", Line::value);
    permit("combot.db", "rw-------");
    assertThat(looked.state(DATA, "audit.permissions")).isEqualTo(State.PASS);
    permit("combot.db", "rw-rw-rw-");
    assertThat(looked.state(DATA, "audit.permissions")).isEqualTo(State.FAIL);
    permit("", "rwx------");
    assertThat(looked.line(DATA, "audit.permissions"))
        .as("nobody gets there")
        .returns(State.PASS, Line::state);
    permit("combot.db", "rw-------");
    permit("", "rwxrwx---");
    assertThat(looked.line(DATA, "audit.permissions"))
        .as("root's own group")
        .returns(State.PASS, Line::state);
    Files.setAttribute(looked.data(), "posix:group", group("nogroup"));
    assertThat(looked.state(DATA, "audit.permissions")).isEqualTo(State.FAIL);
  }

  private Object group(String name) throws IOException {
    return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
  }

  @Test
  void judgesTheAgeOfTheLastBackup() throws Exception {
    var unknown = looked.line(DATA, "audit.backup");
    assertThat(unknown.state()).isEqualTo(State.WARN);
    assertThat(unknown.remedy().orElseThrow()).contains("sqlite3 " + looked.data(), ".backup");
    looked.status.put("database", "postgresql://a@h/n");
    assertThat(looked.line(DATA, "audit.backup").remedy().orElseThrow()).contains("pg_dump");
    var backups = Files.createDirectories(folder.resolve("backups/daily"));
    looked.backups(folder.resolve("backups"));
    assertThat(looked.state(DATA, "audit.backup")).as("there is none").isEqualTo(State.FAIL);
    Files.createFile(backups.resolve("empty.db"));
    assertThat(looked.state(DATA, "audit.backup")).as("an empty file").isEqualTo(State.FAIL);
    for (var age : Map.of(3, State.PASS, 30, State.WARN, 200, State.FAIL).entrySet()) {
      var file = backups.resolve("combot.db");
      Looked.write(file, "SQLite format 3\0…");
      Files.setLastModifiedTime(
          file, FileTime.from(Looked.NOW.minus(Duration.ofHours(age.getKey()))));
      assertThat(looked.state(DATA, "audit.backup")).isEqualTo(age.getValue());
    }
    looked.backups(folder.resolve("nowhere"));
    assertThat(looked.state(DATA, "audit.backup")).isEqualTo(State.FAIL);
  }

  private void written(Path file, String content, Duration ago) throws IOException {
    Looked.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Looked.NOW.minus(ago)));
  }

  @ParameterizedTest
  @CsvSource({
    "combot.db, SQLite format 3|x, PASS",
    "combot.dump, PGDMP…, PASS",
    "combot.sql.gz, x, PASS",
    "notes.txt, SQLite is good, FAIL",
    "combot.db-wal, x, FAIL"
  })
  void takesForABackupOnlyWhatLooksLikeOne(String name, String content, State state)
      throws Exception {
    var backups = folder.resolve("backups");
    written(backups.resolve(name), content.replace('|', '\0'), Duration.ofHours(1));
    looked.backups(backups);
    assertThat(looked.state(DATA, "audit.backup")).isEqualTo(state);
  }

  @Test
  void doesNotTakeTheDatabaseItselfForABackup() throws Exception {
    var database = looked.data().resolve("combot.db");
    written(database, "SQLite format 3\0", Duration.ofHours(1));
    looked.backups(looked.data());
    assertThat(looked.line(DATA, "audit.backup"))
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).endsWith(" is the data folder itself"));
    looked.backups(folder);
    assertThat(looked.state(DATA, "audit.backup")).as("around it").isEqualTo(State.FAIL);
    written(looked.data().resolve("backups/b.db"), "SQLite format 3\0", Duration.ofHours(1));
    looked.backups(looked.data().resolve("backups"));
    assertThat(looked.state(DATA, "audit.backup")).as("in it").isEqualTo(State.PASS);
  }

  @Test
  void doubtsABackupOfATimeToCome() throws Exception {
    var backups = folder.resolve("backups");
    written(backups.resolve("a.db"), "SQLite format 3\0", Duration.ofHours(-3));
    looked.backups(backups);
    assertThat(looked.line(DATA, "audit.backup"))
        .returns(State.WARN, Line::state)
        .satisfies(line -> assertThat(line.value()).endsWith("is the clock right?"));
  }

  @Test
  void looksAtWhatLiesDeeperAndAtWhatLinksLeadTo() throws Exception {
    permit("", "rwxr-xr-x");
    var deep = looked.data().resolve("a/b/c.txt");
    Looked.write(deep, "x");
    permit("a", "rwxr-xr-x");
    permit("a/b", "rwxr-xr-x");
    permit("a/b/c.txt", "rw-r--r--");
    assertThat(looked.line(DATA, "audit.permissions"))
        .returns(State.WARN, Line::state)
        .returns("other users of the machine may read a/b/c.txt", Line::value);
    permit("a", "rwx------");
    assertThat(looked.state(DATA, "audit.permissions")).as("not reached").isEqualTo(State.PASS);
    var elsewhere = folder.resolve("elsewhere.db");
    Looked.write(elsewhere, "x");
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.createSymbolicLink(looked.data().resolve("combot.db"), elsewhere);
    permit("", "rwx------");
    assertThat(looked.line(DATA, "audit.permissions"))
        .returns(State.FAIL, Line::state)
        .returns("others may change what is stored: combot.db", Line::value);
    Files.delete(elsewhere);
    assertThat(looked.state(DATA, "audit.permissions")).isEqualTo(State.PASS);
  }
}
