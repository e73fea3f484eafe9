package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real small disks, which wants the right to mount. */
@Tag("slow")
class DiskProbeTest {

  private static final DiskProbe PROBE = new DiskProbe();
  private static final int MB = 1 << 20;

  @TempDir Path folder;
  private Looked looked;

  @BeforeEach
  void aSmallDisk() throws Exception {
    looked = new Looked(folder);
    looked.system("proc/version", "");
    for (var disk : disks()) {
      run("mount", "-t", "tmpfs", "-o", "size=8m,nr_inodes=100", "tmpfs", disk.toString());
    }
  }

  @AfterEach
  void unmount() throws Exception {
    for (var disk : disks()) {
      run("umount", "-l", disk.toString());
    }
  }

  private List<Path> disks() {
    return List.of(looked.data(), looked.context().root());
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = process.inputReader().readAllAsString();
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
  }

  private void fill(int bytes) throws IOException {
    fill("data", bytes);
  }

  private void fill(String disk, int bytes) throws IOException {
    Files.write(folder(disk).resolve("filler"), new byte[bytes]);
  }

  private Path folder(String disk) {
    return disk.equals("data") ? looked.data() : looked.context().root();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "root"})
  void tellsOfADiskThatFillsUp(String disk) throws Exception {
    var share = "disk.%s.used-percent".formatted(disk);
    assertThat(looked.state(PROBE, share)).isEqualTo(State.PASS);
    assertThat(looked.line(PROBE, "disk.%s.free".formatted(disk)))
        .as("less than any threshold")
        .returns(State.FAIL, Line::state)
        .returns("0.01 GB", Line::value);
    fill(disk, 7 * MB + MB / 2);
    assertThat(looked.line(PROBE, share))
        .returns(State.WARN, Line::state)
        .returns("94 %", Line::value);
    fill(disk, 8 * MB - 64 * 1024);
    assertThat(looked.state(PROBE, share)).isEqualTo(State.FAIL);
  }

  @Test
  void tellsOfAFullDiskThatTakesNoFile() throws Exception {
    fill(8 * MB);
    assertThat(looked.line(PROBE, "disk.data.fsync"))
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).contains("No space left"));
    assertThat(looked.data()).isDirectoryNotContaining("glob:**.tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "root"})
  void tellsThatInodesRunOut(String disk) throws Exception {
    var inodes = "disk.%s.inodes-used".formatted(disk);
    assertThat(looked.state(PROBE, inodes)).isEqualTo(State.PASS);
    for (int i = 0; i < 92; i++) {
      Files.createFile(folder(disk).resolve("file" + i));
    }
    assertThat(looked.line(PROBE, inodes))
        .returns(State.WARN, Line::state)
        .satisfies(line -> assertThat(line.value()).startsWith("93 of 100"));
  }

  @Test
  void measuresWritesAndLeavesNothingBehind() {
    assertThat(looked.line(PROBE, "disk.data.write").value())
        .matches("median \\d+\\.\\d\\d ms, 95 % within \\d+\\.\\d\\d ms");
    assertThat(looked.state(PROBE, "disk.data.fsync")).isEqualTo(State.PASS);
    assertThat(looked.data()).isEmptyDirectory();
  }

  private static JsonObject report(Instant at, double used) {
    return new JsonObject()
        .put("at", at.toString())
        .put("figures", new JsonObject().put("disk.data.used-bytes", used));
  }

  @Test
  void foretellsWhenItIsFullByTheGrowthBetweenReports() throws Exception {
    fill(5 * MB);
    assertThat(looked.state(PROBE, "disk.data.days-left")).isEqualTo(State.NOT_MEASURED);
    looked.before(report(Looked.NOW.minus(Duration.ofMinutes(20)), 0));
    assertThat(looked.state(PROBE, "disk.data.days-left"))
        .as("20 minutes tell nothing")
        .isEqualTo(State.NOT_MEASURED);
    looked.before(report(Looked.NOW.minus(Duration.ofDays(5)), 0));
    assertThat(looked.line(PROBE, "disk.data.days-left"))
        .as("1 MB a day, 3 MB are left")
        .returns(State.WARN, Line::state)
        .returns("3, at 0.00 GB a day", Line::value);
    assertThat(looked.figures.get("disk.data.used-bytes")).isEqualTo(5.0 * MB);
  }

  @Test
  void onlyWarnsByTheGrowthOfHours() throws Exception {
    fill(5 * MB);
    looked.before(report(Looked.NOW.minus(Duration.ofHours(2)), 0));
    assertThat(looked.line(PROBE, "disk.data.days-left"))
        .returns(State.WARN, Line::state)
        .returns("0, at 0.06 GB a day; of less than a day", Line::value);
    looked.past.clear();
    looked.before(report(Looked.NOW.minus(Duration.ofDays(2)), 0));
    assertThat(looked.state(PROBE, "disk.data.days-left")).isEqualTo(State.FAIL);
  }

  @Test
  void passesADiskThatDoesNotGrow() throws Exception {
    fill(MB);
    looked.before(report(Looked.NOW.minus(Duration.ofDays(1)), 2 * MB));
    assertThat(looked.line(PROBE, "disk.data.days-left"))
        .returns(State.PASS, Line::state)
        .returns("it did not grow", Line::value);
  }
}
