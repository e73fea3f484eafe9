package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {

  private static Optional<String> get(String json, String name) {
    return Fields.of(Slice.of(json))
        .flatMap(fields -> fields.get(name.getBytes(StandardCharsets.UTF_8)))
        .map(Slice::toString);
  }

  @Test
  void findsValuesAsTheyStand() {
    var json =
        """
        { "a" : 1,"b":"x \\" } y", "c":{"a":[1,{"b":2}]} ,"d":true,"e":[],"f":null}\
        """;

    assertThat(get(json, "a")).contains("1");
    assertThat(get(json, "b")).contains("\"x \\\" } y\"");
    assertThat(get(json, "c")).contains("{\"a\":[1,{\"b\":2}]}");
    assertThat(get(json, "d")).contains("true");
    assertThat(get(json, "e")).contains("[]");
    assertThat(get(json, "f")).contains("null");
    assertThat(get(json, "g")).isEmpty();
  }

  @Test
  void takesAnEmptyObject() {
    assertThat(Fields.of(Slice.of(" {} "))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1}x",
        "{\"a\":\"b}",
        "<html></html>",
        "{\"a\":1,}"
      })
  void refusesWhatIsNoObject(String json) {
    assertThat(Fields.of(Slice.of(json))).isEmpty();
  }
}
