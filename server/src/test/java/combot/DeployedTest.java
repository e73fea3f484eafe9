package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts, by Prometheus' own tool, and what an operator finds under their names. */
class DeployedTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check config prometheus.yml",
        "check rules combot.rules.yml",
        "test rules combot.test.yml"
      })
  void promtoolFindsNoFault(String arguments) throws Exception {
    assertThat(Deployed.promtool("", arguments.split(" "))).contains("SUCCESS");
  }

  @Test
  void everyAlertSaysWhatIsWrongAndWhereToReadOn() throws Exception {
    var manual = Files.readString(Checkout.project().resolve("docs/operating.md"));
    var headings = new HashSet<String>();
    Pattern.compile("(?m)^### (\\w+)$")
        .matcher(manual)
        .results()
        .map(it -> it.group(1))
        .forEach(headings::add);
    var alerts = Deployed.alerts();
    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(alerts)
        .extracting(Deployed.Alert::name)
        .containsExactlyInAnyOrderElementsOf(headings);
    assertThat(alerts)
        .allSatisfy(alert -> {
          assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook");
          assertThat(alert.annotations().get("summary")).isNotBlank();
          assertThat(alert.annotations().get("description")).endsWith(".");
          assertThat(alert.annotations().get("runbook"))
              .isEqualTo("docs/operating.md#" + alert.name().toLowerCase(Locale.ROOT));
        });
  }

  @Test
  void theManualsLinksLeadSomewhere() throws Exception {
    var manual = Files.readString(Checkout.project().resolve("docs/operating.md"));
    var links = Pattern.compile("\\]\\(#(\\w+)\\)").matcher(manual).results().toList();
    assertThat(links).isNotEmpty();
    var lower = manual.toLowerCase(Locale.ROOT);
    assertThat(links).allSatisfy(link -> assertThat(lower).contains("### " + link.group(1) + "\n"));
  }

  @Test
  void theDashboardAsksPromtoolReadableQuestions() throws Exception {
    var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    var queries = Deployed.queries();
    assertThat(queries).hasSizeGreaterThan(20);
    for (int i = 0; i < queries.size(); i++) {
      rules
          .append("  - record: q" + i + "\n    expr: '")
          .append(queries.get(i).replace("$__range", "1h").replace("'", "''"))
          .append("'\n");
    }
    var file = Files.writeString(folder.resolve("dashboard.yml"), rules);
    assertThat(Deployed.promtool("", "check", "rules", "--lint=none", file.toString()))
        .contains("SUCCESS");
  }
}
