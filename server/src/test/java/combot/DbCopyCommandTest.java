package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.PostgresProcess;
import combot.store.Recorded;
import combot.store.Tables;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DbCopyCommandTest {

  private static final String SECRET = "p%40ss";

  @TempDir Path folder;
  private String target;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void create() {
    target = PostgresProcess.shared().empty();
  }

  @AfterEach
  void drop() {
    PostgresProcess.shared().drop(target);
  }

  private static Ran copy(String from, String to) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute("db", "copy", "--from", from, "--to", to);
    assertThat(out.toString() + err).doesNotContain(SECRET, "p@ss");
    return new Ran(code, out.toString(), err.toString());
  }

  /** The rows of each table, in no order. */
  private static Map<String, HashSet<Map<String, Object>>> all(Tables tables) {
    var all = new java.util.HashMap<String, HashSet<Map<String, Object>>>();
    tables.everything().forEach((name, rows) -> all.put(name, new HashSet<>(rows)));
    return all;
  }

  @Test
  void copiesEveryRowAndTheServerGoesOnThere() {
    Recorded.in(folder);
    var ran = copy(folder.toString(), target);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("  conversation       9 rows\n", "  study_version      1 row\n")
        .contains(" rows from " + folder.resolve("combot.db") + " to postgresql://combot@")
        .endsWith("is as it was.\n");
    var copied = Tables.of(target);
    assertThat(all(copied)).isEqualTo(all(new Tables(folder)));
    assertThat(all(copied)).allSatisfy((_, rows) -> assertThat(rows).isNotEmpty());
    copied.check();
    Recorded.goesOn(target);
  }

  @Test
  void copiesFromPostgresToo() {
    Recorded.in(folder);
    copy(folder.toString(), target);
    var second = PostgresProcess.shared().empty();
    assertThat(copy(target, second).code()).isZero();
    assertThat(all(Tables.of(second))).isEqualTo(all(new Tables(folder)));
    PostgresProcess.shared().drop(second);
  }

  @Test
  void refusesATargetThatHoldsARecordAndLeavesItAsItIs() {
    Recorded.in(folder);
    copy(folder.toString(), target);
    var before = Tables.of(target).everything();
    var ran = copy(folder.toString(), target);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "the target holds a record already, in its table study_version. Give an empty database.\n");
    assertThat(Tables.of(target).everything()).isEqualTo(before);
  }

  @Test
  void leavesTheTargetEmptyWhereARowCannotBeCopied() throws Exception {
    Recorded.in(folder);
    // No text of PostgreSQL's holds this character.
    Recorded.change(folder, "update turn set text = text || char(0) where number = 3");
    var ran = copy(folder.toString(), target);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("the copy failed, nothing was copied: ").hasLineCount(1);
    assertThat(List.of("study_version", "conversation", "turn"))
        .allSatisfy(table -> assertThat(Tables.of(target).count(table)).isZero());
  }

  @Test
  void noticesWhereTheCopyDiffersAndTakesItBack() {
    Recorded.in(folder);
    Recorded.falsify(target);
    assertThat(copy(folder.toString(), target).err())
        .matches(
            "the copy failed, nothing was copied: table turn came out otherwise, \\d+ rows of \\d+.\n");
    assertThat(Tables.of(target).count("conversation")).isZero();
  }

  @Test
  void makesNoDatabaseWhereThereIsNone() {
    var ran = copy(folder.resolve("dta").toString(), target);
    assertThat(ran)
        .isEqualTo(new Ran(1, "", "There is no database " + folder + "/dta/combot.db to copy.\n"));
    assertThat(Files.exists(folder.resolve("dta"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "data, mysql://me:p%40ss@host/x, The database's address is not as postgresql://",
    "postgresql://host, postgresql://me:p%40ss@host/x, The database's address is not as postgresql://",
    "data, data, The database's address is not as postgresql://",
  })
  void saysWhatIsWrongWithAnAddress(String from, String to, String said) {
    var ran = copy(from, to);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith(said).endsWith("See './combot db copy --help'.\n");
  }
}
