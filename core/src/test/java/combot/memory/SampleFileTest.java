package combot.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {
  @TempDir private Path folder;

  @Test
  void keepsSamplesOverARestart() throws IOException {
    var path = folder.resolve("memory.tsv");
    assertThat(new SampleFile(path, 10_000).last(5)).isEmpty();
    var written = IntStream.range(0, 7).mapToObj(Generated::sample).toList();
    var before = new SampleFile(path, 10_000);
    before.add(written.getFirst());
    var after = new SampleFile(path, 10_000);
    for (var sample : written.subList(1, 7)) {
      after.add(sample);
    }
    assertThat(after.last(100)).isEqualTo(written);
    assertThat(after.last(2)).isEqualTo(written.subList(5, 7));
    assertThat(Files.readAllLines(path)).hasSize(8).first().asString().startsWith("at\tpid\t");
  }

  @Test
  void staysWithinTwiceItsLimitAndLosesOnlyTheOldest() throws IOException {
    var path = folder.resolve("memory.tsv");
    var file = new SampleFile(path, 2_000);
    var written = new ArrayList<Sample>();
    for (int i = 0; i < 200; i++) {
      written.add(Generated.sample(i));
      file.add(written.getLast());
      try (var files = Files.list(folder)) {
        assertThat(files.mapToLong(one -> one.toFile().length()).sum()).isLessThan(2 * 2_200);
      }
    }
    var kept = file.last(1_000);
    assertThat(kept).hasSizeBetween(5, 40);
    assertThat(written).endsWith(kept.toArray(Sample[]::new));
  }

  @Test
  void passesOverWhatADyingProcessLeftUnfinished() throws IOException {
    var path = folder.resolve("memory.tsv");
    var file = new SampleFile(path, 10_000);
    file.add(Generated.sample(1));
    for (var torn : List.of("2026-11-25T10:0", "\n", "a\tb\tc\n", "\u00e4\u0000\n")) {
      Files.writeString(path, torn, StandardOpenOption.APPEND);
    }
    file.add(Generated.sample(2));
    assertThat(file.last(10)).containsExactly(Generated.sample(1), Generated.sample(2));
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    var file = new SampleFile(folder.resolve("none/memory.tsv"), 10_000);
    assertThatThrownBy(() -> file.add(Generated.sample(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new SampleFile(folder, 0)).hasMessage("limit must be > 0, was 0");
  }

  @Test
  void theRingKeepsTheLatest() {
    var samples = new Samples(3);
    assertThat(samples.last()).isEmpty();
    IntStream.range(0, 5).mapToObj(Generated::sample).forEach(samples::add);
    assertThat(samples.all())
        .containsExactly(Generated.sample(2), Generated.sample(3), Generated.sample(4));
    assertThat(samples.last()).contains(Generated.sample(4));
    assertThatThrownBy(() -> new Samples(0)).hasMessage("most must be >= 1, was 0");
  }

  @Test
  void whatIsNeitherHeapNorClassesIsNative() {
    var sample = Generated.sample(0);
    assertThat(sample.nativeBytes()).isEqualTo((230 - 40 - 60) * Generated.MB);
    assertThat(sample.quiet()).isEqualTo(Duration.ZERO);
  }
}
