package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.gateway.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The gateway's log knows the addresses that there are, and shows no others. */
class RoutesTest {

  @Test
  void knowsEachAddressOfTheDocumentation() throws Exception {
    var documented = Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml"));
    var paths =
        Pattern.compile("(?m)^  (/[^:]*):").matcher(documented).results().map(MatchResult::group);
    assertThat(paths.map(path -> path.replaceAll("^ +|/?:$", "")))
        .hasSizeGreaterThan(8)
        .allSatisfy(path ->
            assertThat(Routes.template(path.replaceAll("\\{.*?}", "random"))).isEqualTo(path));
  }

  @Test
  void showsNothingOfOthers() {
    assertThat(Routes.template("/jo@example.org")).isEqualTo("other");
    assertThat(Routes.template("/s/jo@example.org")).isEqualTo("/s/{study}");
    assertThat(Routes.template("/assets/jo@example.org")).isEqualTo("/assets");
    assertThat(Routes.template(null)).isEqualTo("other");
  }
}
