package combot.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The schema, for editors, and the reader are two accounts of one format: they must not disagree.
 */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try {
      var text = Files.readString(ShippedStudiesTest.STUDIES.resolve("study.schema.json"));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read the schema", e);
    }
  }

  private static List<String> told(String yaml) {
    var value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(JSON.<JsonNode>valueToTree(value)).stream()
        .map(Object::toString)
        .toList();
  }

  static List<Path> shipped() throws IOException {
    return ShippedStudiesTest.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void takesTheShippedStudies(Path file) throws IOException {
    assertThat(told(Files.readString(file))).isEmpty();
  }

  static Stream<Change> faults() {
    return Change.table("/faults.txt")
        .filter(c ->
            c.told().stream()
                .noneMatch(t -> t.contains("not YAML") || t.contains("occurs twice; it stands")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsTheFaultsThatASchemaCan(Change change) {
    assertThat(!told(change.yaml()).isEmpty())
        .as(told(change.yaml()).toString())
        .isEqualTo(change.inSchema());
  }

  @ParameterizedTest
  @MethodSource("combot.study.LintTest#warnings")
  void hasNothingAgainstAStudyThatTheReaderTakes(Change change) {
    assertThat(told(change.yaml())).isEmpty();
  }

  @Test
  void knowsAllStringsOfThePage() throws IOException {
    var schema =
        JSON.readTree(Files.readString(ShippedStudiesTest.STUDIES.resolve("study.schema.json")));
    var names = schema.at("/properties/strings/properties").propertyNames();
    assertThat(new TreeSet<>(names)).isEqualTo(new TreeSet<>(Strings.keys()));
  }

  @Test
  void saysOfEveryTopLevelKeyWhatItIsFor() throws IOException {
    var schema =
        JSON.readTree(Files.readString(ShippedStudiesTest.STUDIES.resolve("study.schema.json")));
    assertThat(schema.get("properties").properties())
        .allSatisfy(p -> assertThat(p.getValue().has("description")).as(p.getKey()).isTrue());
  }
}
