package combot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {

  @Test
  void aKeyForLoadTestsThatCannotBeReadKeepsNoWorkerFromStarting(@TempDir Path data)
      throws Exception {
    Files.createDirectory(data.resolve("loadtest.key"));
    assertThatCode(() -> Wiring.loadTestKey(data)).doesNotThrowAnyException();
    assertThat(Wiring.loadTestKey(data).is("")).isFalse();
  }
}
