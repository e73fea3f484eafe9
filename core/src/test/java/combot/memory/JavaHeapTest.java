package combot.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, with the collector and heap of a worker. */
class JavaHeapTest {
  private static final int MB = 1 << 20;

  @Test
  void shrinksWhatWasGrownAndTheJvmsRatiosHoldAgain() throws Exception {
    var told = run("-Xms8m");
    assertThat(told.get(0)).as("committed before, MB").isGreaterThan(30);
    assertThat(told.get(1)).as("committed after, MB").isBetween(1L, 12L);
    assertThat(told.subList(2, 4)).as("ratios").containsExactly(40L, 70L);
  }

  @Test
  void leavesTheRatiosAloneUnderOtherCollectors() throws Exception {
    assertThat(run("-XX:+UseParallelGC").subList(2, 4)).containsExactly(0L, 100L);
    assertThat(run("-XX:+UseG1GC").subList(2, 4)).containsExactly(40L, 70L);
  }

  private static List<Long> run(String option) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var collector = option.startsWith("-XX") ? "-Xms8m" : "-XX:+UseSerialGC";
    var process =
        new ProcessBuilder(
                java,
                collector,
                option,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Grown.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      var told = out.readAllLines().stream().map(Long::valueOf).toList();
      assertThat(process.waitFor()).isZero();
      return told;
    }
  }

  /** Grows the heap, shrinks it, and prints MB before and after, and the ratios. */
  static final class Grown {
    private static byte[][] garbage;

    public static void main(String[] args) {
      garbage = new byte[60][MB / 2 - 64];
      System.out.println(JvmMemory.now().heapCommitted() / MB);
      garbage = null;
      JavaHeap.shrink();
      System.out.println(JvmMemory.now().heapCommitted() / MB);
      var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      System.out.println(jvm.getVMOption("MinHeapFreeRatio").getValue());
      System.out.println(jvm.getVMOption("MaxHeapFreeRatio").getValue());
    }
  }
}
