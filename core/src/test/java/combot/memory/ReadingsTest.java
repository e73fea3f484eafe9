package combot.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures from recorded files, and from the very machine that runs the test. */
class ReadingsTest {
  private static final Path RECORDED = Path.of("src/test/resources/memory");
  private static final long KB = 1024;
  private static final long MB = KB * KB;

  @TempDir private Path folder;

  @Test
  void aProcessCountsByItsShareWhereTheKernelTellsIt() throws IOException {
    assertThat(ProcessMemory.read(RECORDED.resolve("process")))
        .isEqualTo(new ProcessMemory(79126 * KB, 62396 * KB, ProcessMemory.Measure.PSS));
  }

  @Test
  void itCountsByWhatIsResidentWhereTheShareIsForbidden() throws IOException {
    Files.copy(RECORDED.resolve("process/status"), folder.resolve("status"));
    Files.createDirectory(folder.resolve("smaps_rollup")); // can't be read, as another user's
    assertThat(ProcessMemory.read(folder))
        .isEqualTo(new ProcessMemory(98032 * KB, 62396 * KB, ProcessMemory.Measure.RSS));
  }

  @Test
  void aProcessThatTellsNothingIsAnErrorThatNamesTheFile() throws IOException {
    Files.writeString(folder.resolve("status"), "Name:\tkthreadd\n");
    assertThatThrownBy(() -> ProcessMemory.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("status") + " tells no VmRSS");
  }

  @Test
  void theCommandForOtherSystemsAgreesWithTheKernel() throws IOException {
    long pid = ProcessHandle.current().pid();
    var told = ProcessMemory.ps(pid);
    assertThat(told.measure()).isEqualTo(ProcessMemory.Measure.RSS);
    assertThat(told.bytes()).isBetween(20 * MB, 8_000 * MB);
    assertThatThrownBy(() -> ProcessMemory.ps(Integer.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("ps tells nothing of process " + Integer.MAX_VALUE);
  }

  @Test
  void aMachineIsLimitedByTheNearestControlGroup() throws IOException {
    var machine = MachineMemory.read(RECORDED.resolve("machine"));
    assertThat(machine).isEqualTo(new MachineMemory(2_048 * MB, 1_024 * MB, true));
    assertThat(machine.usedPercent()).isEqualTo(50);
  }

  @Test
  void aContainerIsLimitedByWhatItSeesOfItsGroup() throws IOException {
    var container = MachineMemory.read(RECORDED.resolve("container"));
    assertThat(container)
        .isEqualTo(new MachineMemory(512 * MB, 512 * MB - (483_183_820 - 53_687_091), true));
  }

  @Test
  void aMachineWithoutLimitsCountsAsItIs() throws IOException {
    Files.createDirectories(folder.resolve("proc/self"));
    Files.copy(RECORDED.resolve("machine/proc/meminfo"), folder.resolve("proc/meminfo"));
    assertThat(MachineMemory.read(folder))
        .isEqualTo(new MachineMemory(24_683_656 * KB, 23596392 * KB, false));
    Files.writeString(folder.resolve("proc/self/cgroup"), "0::/user.slice\nnonsense\n");
    assertThat(MachineMemory.read(folder).limited()).isFalse();
  }

  @Test
  void thisProcessAndThisMachineCanBeRead() throws IOException {
    var machine = MachineMemory.now();
    var process = ProcessMemory.of(ProcessHandle.current().pid());
    assertThat(process.bytes()).isBetween(20 * MB, machine.total());
    assertThat(machine.usedPercent()).isBetween(0.1, 100.0);
    assertThat(process.measure())
        .isEqualTo(
            Files.isReadable(Path.of("/proc/self/smaps_rollup"))
                ? ProcessMemory.Measure.PSS
                : ProcessMemory.Measure.RSS);
  }

  @Test
  void theJvmTellsOfItself() {
    var before = JvmMemory.now();
    System.gc();
    var after = JvmMemory.now();
    assertThat(after.collections()).isGreaterThan(before.collections());
    assertThat(after.pauses()).isGreaterThanOrEqualTo(before.pauses());
    assertThat(after.heapUsed()).isBetween(MB, after.heapCommitted());
    assertThat(after.metaspace()).isBetween(MB, after.nonHeapCommitted());
  }

  @Test
  void impossibleFiguresAreRefused() {
    assertThatThrownBy(() -> new MachineMemory(10, 11, false))
        .hasMessage("available must be from 0 to 10, was 11");
    assertThatThrownBy(() -> new MachineMemory(0, 0, false)).hasMessageContaining("total must be");
    assertThatThrownBy(() -> new ProcessMemory(-1, 0, ProcessMemory.Measure.RSS))
        .hasMessage("bytes must be >= 0, was -1");
    assertThatThrownBy(() -> new ProcessMemory(5, 6, ProcessMemory.Measure.RSS))
        .hasMessage("own must be from 0 to 5, was 6");
  }
}
