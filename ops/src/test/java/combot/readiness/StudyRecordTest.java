package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The studies that are served, and what is stored of them. */
class StudyRecordTest {

  private static final StudyProbe STUDIES = new StudyProbe();
  private static final RecordProbe RECORD = new RecordProbe();

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void started() {
    looked = new Looked(folder);
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
  void knowsNothingOfACombotThatDoesNotTell() {
    looked.configuration.clear();
    assertThat(looked.state(STUDIES, "audit.studies")).isEqualTo(State.NOT_MEASURED);
    assertThat(looked.state(RECORD, "audit.delivered")).isEqualTo(State.NOT_MEASURED);
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
