package combot.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory that processes share: the machine's, or that of the control group (a container, a
 * systemd unit) where its limit is nearer. What is available counts what caches would give back.
 *
 * @param total bytes, above 0
 * @param available bytes, from 0 to {@code total}
 * @param limited whether it is a control group's
 */
public record MachineMemory(long total, long available, boolean limited) {

  public MachineMemory {
    if (total <= 0) {
      throw new IllegalArgumentException("total must be > 0, was " + total);
    }
    if (available < 0 || available > total) {
      throw new IllegalArgumentException(
          "available must be from 0 to %d, was %d".formatted(total, available));
    }
  }

  /** Now; outside Linux what is available counts only what is free. */
  public static MachineMemory now() {
    try {
      return read(Path.of("/"));
    } catch (IOException e) {
      var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return of(system.getTotalMemorySize(), system.getFreeMemorySize(), false);
    }
  }

  /**
   * Of the Linux whose {@code proc} and {@code sys} are in this folder, for the reading process.
   *
   * @throws IOException if they do not tell
   */
  public static MachineMemory read(Path root) throws IOException {
    return read(root, "self");
  }

  /** As {@link #read(Path)}, for another process: its control groups may be others. */
  public static MachineMemory readFor(Path root, long pid) throws IOException {
    return read(root, Long.toString(pid));
  }

  private static MachineMemory read(Path root, String process) throws IOException {
    var meminfo = root.resolve("proc/meminfo");
    var lines = Files.readAllLines(meminfo);
    var total = Kernel.bytes(lines, "MemTotal");
    var available = Kernel.bytes(lines, "MemAvailable");
    if (total.isEmpty() || available.isEmpty()) {
      throw new IOException(meminfo + " tells no MemTotal or no MemAvailable");
    }
    var machine = of(total.getAsLong(), available.getAsLong(), false);
    return ControlGroup.all(root, process)
        .map(group -> of(group.limit(), group.limit() - group.used(), true))
        .filter(group -> group.total() < machine.total())
        .reduce(machine, MachineMemory::nearer);
  }

  private static MachineMemory of(long total, long available, boolean limited) {
    return new MachineMemory(total, Math.clamp(available, 0, total), limited);
  }

  private MachineMemory nearer(MachineMemory other) {
    return other.usedPercent() > usedPercent() ? other : this;
  }

  /** Bytes that are not available. */
  public long used() {
    return total - available;
  }

  /** From 0 to 100. */
  public double usedPercent() {
    return 100.0 * used() / total;
  }
}
