package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {

  @TempDir Path folder;

  @Test
  void readsWhatLinuxCounts() throws Exception {
    new Looked(folder)
        .system("proc/stat", "cpu  10 0 5 80 5 0 0 0 0 0\ncpu0 1 0 0 1\n")
        .system("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 250 kB\n")
        .system(
            "proc/diskstats",
            "   8  0 sda 1 0 2 3 4 0 5 6 0 700 8\n 253  1 vdb1 1 0 2 3 4 0 5 6 0 900 8\n")
        .system(
            "proc/net/dev",
            "Inter-| Receive\n face |bytes\n    lo: 50 1 0 0 0 0 0 0 60 1 0 0\n  eth0: 7 1 0 0 0 0 0 0 8 1 0 0\n");
    var root = folder.resolve("root");
    var usage = Usage.read(root, "8:0", Looked.NOW);
    assertThat(usage.cpu().kinds()).containsExactly(10, 0, 5, 80, 5, 0, 0, 0);
    assertThat(usage.memory()).isEqualTo(75);
    assertThat(usage.disk()).isEqualTo(700);
    assertThat(usage.loopback()).isEqualTo(60);
    assertThat(usage.network()).isEqualTo(15);
    assertThat(Usage.read(root, "0:42", Looked.NOW).disk()).as("the busiest").isEqualTo(900);
  }

  @Test
  void readsThisMachine() throws Exception {
    var device = Usage.device(folder).orElseThrow();
    assertThat(device).matches("\\d+:\\d+");
    assertThat(Usage.read(Path.of("/"), device, Looked.NOW).memory()).isBetween(0.1, 100.0);
  }
}
