package combot.memory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;

/**
 * What this JVM tells of itself. Sizes are in bytes.
 *
 * @param heapUsed garbage that was not collected yet included
 * @param heapCommitted held of the system for the heap
 * @param metaspace used for classes
 * @param nonHeapCommitted held for classes and compiled code
 * @param collections garbage collections since the start
 * @param pauses time in them, all together
 */
public record JvmMemory(
    long heapUsed,
    long heapCommitted,
    long metaspace,
    long nonHeapCommitted,
    long collections,
    Duration pauses) {

  /** Now. */
  public static JvmMemory now() {
    var memory = ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage();
    var collectors = ManagementFactory.getGarbageCollectorMXBeans();
    return new JvmMemory(
        heap.getUsed(),
        heap.getCommitted(),
        metaspaceUsed(),
        memory.getNonHeapMemoryUsage().getCommitted(),
        collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
        Duration.ofMillis(
            collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum()));
  }

  private static long metaspaceUsed() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .map(MemoryPoolMXBean::getUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
