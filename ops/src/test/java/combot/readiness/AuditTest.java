package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Combot is set up, its data and its studies. */
class AuditTest {

  private static final ConfigurationProbe CONFIGURATION = new ConfigurationProbe();
  private static final DataProbe DATA = new DataProbe();
  private static final StudyProbe STUDIES = new StudyProbe();
  private static final RecordProbe RECORD = new RecordProbe();

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void started() {
    looked =
        new Looked(folder)
            .system("proc/10/cmdline", "java\0-jar\0combot.jar\0serve\0")
            .system("proc/10/environ", "HOME=/root\0");
    looked
        .configuration
        .put("metrics_token", "none")
        .put("passwords", new JsonObject())
        .put("cors_origins", new JsonArray())
        .put("variables", new JsonObject());
  }

  private State configured(String id) {
    return looked.state(CONFIGURATION, id);
  }

  @ParameterizedTest
  @CsvSource({"none, PASS", "set, PASS", "short, WARN"})
  void judgesTheTokenForMetrics(String token, State state) {
    looked.configuration.put("metrics_token", token);
    assertThat(configured("audit.secrets")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "redis, set, redis://10.0.0.9:6379, PASS",
    "redis, none, redis://127.0.0.1:6379, PASS",
    "redis, none, redis://10.0.0.9:6379, FAIL",
    "redis, default, redis://localhost:6379, WARN",
    "database, default, postgresql://combot@10.0.0.9/combot, FAIL",
    "database, file, postgresql://combot@10.0.0.9/combot, PASS",
    "database, none, postgresql://combot@127.0.0.1:5432/combot, PASS"
  })
  void judgesPasswordsByWhereTheyAreNeeded(
      String store, String password, String address, State state) {
    looked.configuration.put("passwords", new JsonObject().put(store, password));
    looked.configuration.put("redis", store.equals("redis") ? address : "");
    looked.status.put("database", address);
    assertThat(configured("audit.passwords")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "--database=postgresql://a@h:5432/n, PASS",
    "--redis=redis://:secret@h:1, WARN",
    "--database|postgresql://a:secret@h/n, WARN",
    "--database=postgresql://h/n?user=a&password=secret, WARN",
    "--database|postgresql://a@h/n?sslmode=verify-full, PASS",
    "--cors-origin=http://lab:3000/jo@n, PASS"
  })
  void findsPasswordsInCommandLines(String words, State state) {
    assertThat(configured("audit.command-line")).isEqualTo(State.PASS);
    looked.worker(1, 11, new JsonObject());
    looked.system("proc/11/cmdline", "java\0" + words.replace('|', '\0') + "\0");
    var line = looked.line(CONFIGURATION, "audit.command-line");
    assertThat(line.state()).isEqualTo(state);
    assertThat(line.toString()).doesNotContain("secret");
  }

  @Test
  void findsDebuggersAndChattyLogs() {
    assertThat(configured("audit.debug")).isEqualTo(State.PASS);
    looked.configuration.put("variables", new JsonObject().put("COMBOT_LOG_LEVEL", "DEBUG"));
    assertThat(configured("audit.debug")).isEqualTo(State.WARN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,address=5005",
        "-agentpath:/usr/lib/jvm/lib/libjdwp.so=transport=dt_socket,address=5005",
        "-Dcom.sun.management.jmxremote.port=9010"
      })
  void findsWhatLetsADebuggerInWhereverItIsSet(String option) {
    looked.system("proc/10/environ", "HOME=/\0JAVA_TOOL_OPTIONS=-Xmx1g " + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.FAIL);
    looked.system("proc/10/environ", "COMMENT=" + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.PASS);
    looked.system("proc/10/cmdline", "java\0" + option + "\0");
    assertThat(configured("audit.debug")).isEqualTo(State.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "https://lab.example.org, PASS",
    "http://localhost:3000, PASS",
    "http://lab.example.org, WARN"
  })
  void judgesOtherSites(String origin, State state) {
    assertThat(configured("audit.cors")).isEqualTo(State.PASS);
    looked.configuration.put("cors_origins", new JsonArray().add(origin));
    assertThat(configured("audit.cors")).isEqualTo(state);
  }

  @Test
  void knowsNothingOfACombotThatDoesNotTell() {
    looked.configuration.clear();
    for (var id : new String[] {"audit.secrets", "audit.passwords", "audit.cors"}) {
      assertThat(configured(id)).isEqualTo(State.NOT_MEASURED);
    }
    assertThat(looked.state(STUDIES, "audit.studies")).isEqualTo(State.NOT_MEASURED);
    assertThat(looked.state(RECORD, "audit.delivered")).isEqualTo(State.NOT_MEASURED);
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

  private static final Path SHIPPED = Path.of("..", "studies", "think-feel.yaml");

  private Path study(String content) {
    var file = folder.resolve("mine.yaml");
    Looked.write(file, content);
    looked.serve(file);
    return file;
  }

  private Line studies() {
    return looked.line(STUDIES, "audit.studies");
  }

  @Test
  void readsTheStudiesThatAreServed() throws Exception {
    assertThat(studies().state()).isEqualTo(State.NOT_MEASURED);
    var shipped = Files.readString(SHIPPED);
    var file = study(shipped);
    assertThat(studies())
        .returns(State.WARN, Line::state)
        .returns("mine.yaml has 2 warnings", Line::value);
    Files.delete(looked.copy);
    assertThat(studies()).returns(State.FAIL, Line::state);
    study(shipped);
    Looked.write(file, shipped + "\n# a thought\n");
    assertThat(studies())
        .as("what is edited reaches nobody yet")
        .returns(State.WARN, Line::state)
        .returns(
            "mine.yaml has 2 warnings, mine.yaml, changed since it was taken, has 2 warnings",
            Line::value);
    Looked.write(file, shipped + "\nnonsense: 1\n");
    assertThat(studies())
        .as("the next start would fail")
        .returns(State.FAIL, Line::state)
        .satisfies(line ->
            assertThat(line.value())
                .startsWith("mine.yaml, changed since it was taken, has 1 error"));
    Files.delete(file);
    assertThat(studies())
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).contains("there is no such file"));
  }

  @Test
  void judgesTheQuotasThatAreServedWhateverTheFileSaysNow() throws Exception {
    var shipped = Files.readString(SHIPPED);
    var file = study(shipped.replaceFirst("quota: \\d+", "quota: 1"));
    Looked.write(file, shipped);
    assertThat(looked.line(STUDIES, "audit.quotas").value()).isEqualTo("think-feel: 8 places left");
  }

  private static JsonObject cell(String think, int weight, int taken, int drawn) {
    return cell(Map.of("brand", "Lulu", "think", think, "feel", "Low"), weight, taken, drawn);
  }

  private static JsonObject cell(Map<String, String> condition, int weight, int taken, int drawn) {
    return new JsonObject()
        .put("condition", new JsonObject(new LinkedHashMap<>(condition)))
        .put("weight", weight)
        .put("taken", taken)
        .put("drawn", drawn);
  }

  private int torn;

  private void stored(int turns, int misdelivered, JsonObject... cells) {
    looked.stored.put(
        "studies",
        new JsonArray()
            .add(
                new JsonObject()
                    .put("study", "think-feel")
                    .put("version", looked.version)
                    .put("turns", turns)
                    .put("misdelivered", misdelivered)
                    .put("torn", torn)
                    .put("cells", new JsonArray(List.of(cells)))));
  }

  @Test
  void judgesWhetherQuotasCanBeReached() throws Exception {
    var shipped = Files.readString(SHIPPED);
    assertThat(looked.state(STUDIES, "audit.quotas")).isEqualTo(State.NOT_MEASURED);
    study(shipped);
    stored(0, 0, cell("High", 1, 25, 25));
    assertThat(looked.line(STUDIES, "audit.quotas"))
        .returns(State.PASS, Line::state)
        .returns("think-feel: 975 places left", Line::value);
    study(shipped.replaceFirst("quota: \\d+", "quota: 1"));
    stored(0, 0, cell("High", 1, 25, 25));
    assertThat(looked.line(STUDIES, "audit.quotas").value()).isEqualTo("think-feel: 7 places left");
    var full =
        StudyFile.read(SHIPPED).conditions().stream()
            .map(condition -> cell(condition.levels(), 1, 1, 1))
            .toArray(JsonObject[]::new);
    stored(0, 0, full);
    assertThat(looked.line(STUDIES, "audit.quotas"))
        .as("who comes is turned away")
        .returns(State.FAIL, Line::state)
        .returns("think-feel: 0 places left", Line::value);
    study(shipped.replace("weights: []", "weights: [{when: {think: High}, weight: 0}]"));
    stored(0, 0, full);
    assertThat(looked.line(STUDIES, "audit.quotas"))
        .returns(State.WARN, Line::state)
        .satisfies(line ->
            assertThat(line.value())
                .contains("nobody is assigned to ", "think-feel: 496 places left"));
  }

  @Test
  void failsATurnThatCarriesAnotherTreatment() {
    stored(700, 0);
    assertThat(looked.line(RECORD, "audit.delivered"))
        .returns(State.PASS, Line::state)
        .returns("0 of 700 turns", Line::value);
    stored(700, 1);
    assertThat(looked.state(RECORD, "audit.delivered")).isEqualTo(State.FAIL);
  }

  @Test
  void failsAConversationThatLacksATurn() {
    stored(700, 0);
    assertThat(looked.state(RECORD, "audit.torn")).isEqualTo(State.PASS);
    torn = 1;
    stored(700, 0);
    assertThat(looked.line(RECORD, "audit.torn"))
        .returns(State.FAIL, Line::state)
        .returns("1", Line::value);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 50, 1, 50, PASS, as expected",
    "1, 60, 1, 40, PASS, as expected",
    "1, 70, 1, 30, WARN, unevenly",
    "1, 4, 1, 0, PASS, too few to tell",
    "3, 75, 1, 25, PASS, as expected",
    "3, 50, 1, 50, WARN, unevenly",
    "1, 90, 0, 0, PASS, as expected",
    "1, 90, 0, 1, WARN, unevenly",
    "1, 0, 0, 0, PASS, too few to tell"
  })
  void testsTheBalanceAgainstTheWeights(
      int weight, int drawn, int other, int others, State state, String words) {
    stored(0, 0, cell("High", weight, 0, drawn), cell("Low", other, 0, others));
    assertThat(looked.line(RECORD, "audit.balance"))
        .returns(state, Line::state)
        .satisfies(line -> assertThat(line.value()).endsWith(words));
  }
}
