package combot.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JVM's heap, which grows as it is needed and by itself hardly ever gives back. */
public final class JavaHeap {
  // In this order, as the least must not exceed the most.
  private static final List<Map.Entry<String, String>> TIGHT =
      List.of(Map.entry("MinHeapFreeRatio", "5"), Map.entry("MaxHeapFreeRatio", "10"));

  // The serial collector gives back 0, 10, 40 and then 100 % of what it could (ShrinkHeapInSteps).
  private static final int STEPS = 4;

  private JavaHeap() {}

  /**
   * Collects, and gives back all but a tenth of what is free then. The JVM's ratios hold again
   * afterwards. Stops the process for the length of four full collections (0.1 to 0.2 s at 48 MB),
   * so it is for when nobody waits. The serial collector never goes below the heap that the JVM
   * began with: without a small {@code -Xms} all of {@code -Xmx} may stay.
   */
  public static synchronized void shrink() {
    var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    var before = new LinkedHashMap<String, String>();
    for (var ratio : TIGHT) {
      before.put(ratio.getKey(), jvm.getVMOption(ratio.getKey()).getValue());
      jvm.setVMOption(ratio.getKey(), ratio.getValue());
    }
    try {
      for (int step = 0; step < STEPS; step++) {
        System.gc();
      }
    } finally {
      before.reversed().forEach(jvm::setVMOption);
    }
  }
}
