package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows does run. */
class ReadmeTest {
  @TempDir Path folder;

  @Test
  void theQueryForTurnsFitsTheTables() throws Exception {
    var readme = Files.readString(Checkout.project().resolve("README.md"));
    var query =
        Pattern.compile("sqlite3 -header -csv data/combot.db \"(.*?)\" >", Pattern.DOTALL)
            .matcher(readme);
    assertThat(query.find()).isTrue();
    Store.open(folder).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/combot.db");
        var result = connection.createStatement().executeQuery(query.group(1))) {
      assertThat(result.findColumn("brand")).isEqualTo(5);
      assertThat(result.next()).isFalse();
    }
  }

  @Test
  void everyCommandIsNamed() throws Exception {
    var readme = Files.readString(Checkout.project().resolve("README.md"));
    assertThat(Main.commandLine().getSubcommands().keySet())
        .filteredOn(name -> !name.equals("help") && !name.equals("version"))
        .allSatisfy(name ->
            assertThat(readme).containsPattern("`(\\./combot )?" + name + "\\b|combot " + name));
  }
}
