package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScenarioTest {

  @Test
  void readsNamesWithAndWithoutANumber() {
    assertThat(Scenario.parse("cached", 15)).contains(new Scenario(Scenario.What.CACHED, 15));
    assertThat(Scenario.parse("new1000", 15)).contains(new Scenario(Scenario.What.NEW, 1_000));
    assertThat(Scenario.parse("bare", 20)).contains(new Scenario(Scenario.What.BARE, 20));
    assertThat(Scenario.parse("one", 15)).contains(new Scenario(Scenario.What.NEW, 1));
  }

  @Test
  void refusesOthers() {
    for (var name : new String[] {"", "fast", "one7", "new0", "cached1000000", "NEW"}) {
      assertThat(Scenario.parse(name, 15)).as(name).isEmpty();
    }
  }

  @Test
  void measuresOnlyThisMachine() {
    assertThat(Target.local("http://127.0.0.1:8000").getPort()).isEqualTo(8000);
    assertThat(Target.local("http://127.0.0.1:8000").getAddress())
        .isEqualTo(InetAddress.getLoopbackAddress());
    for (var url :
        new String[] {
          "http://192.0.2.7:80",
          "https://127.0.0.1:8000",
          "http://127.0.0.1",
          "127.0.0.1:80",
          "http://0.0.0.0:80"
        }) {
      assertThatThrownBy(() -> Target.local(url))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void allKindsThatLoadServersByScenariosHaveTheCommonOptions() {
    var bench = Bench.commandLine();
    var kinds =
        List.of(bench, bench.getSubcommands().get("gateway"), bench.getSubcommands().get("soak"));
    assertThat(kinds)
        .allSatisfy(kind ->
            assertThat(kind.getUsageMessage())
                .contains("--users", "Participants at once (15)", "--keep", "--help"));
  }

  @Test
  void answersWrongUsageWith2() {
    var said = new java.io.StringWriter();
    var command = Bench.commandLine().setErr(new java.io.PrintWriter(said, true));

    assertThat(command.execute("--seconds", "few")).isEqualTo(2);
    assertThat(said.toString()).endsWith("See './combot bench --help'.\n").hasLineCount(2);
    assertThat(command.execute("--scenario", "fast")).isEqualTo(2);
    assertThat(command.execute("--url", "http://192.0.2.7:80")).isEqualTo(2);
    assertThat(command.execute("--warm-up", "long")).isEqualTo(2);
    assertThat(command.execute("--users", "0")).isEqualTo(2);
    assertThat(command.execute("--database", "mysql://a:b@c/d")).isEqualTo(2);
    assertThat(command.execute("gateway", "--only", "speed")).isEqualTo(2);
    assertThat(command.execute("gateway", "--rounds", "0")).isEqualTo(2);
    assertThat(command.execute("soak", "--for", "25h")).isEqualTo(2);
    assertThat(command.execute("soak", "--think", "long")).isEqualTo(2);
  }
}
