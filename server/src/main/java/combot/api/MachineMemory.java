package combot.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The machine's memory, in MB of 2^20 bytes. On Linux what is available counts what caches would
 * give back; elsewhere only what is free does.
 *
 * @param timestamp seconds since 1970-01-01 UTC
 */
record MachineMemory(
    @JsonProperty("total_mb") double totalMb,
    @JsonProperty("used_mb") double usedMb,
    @JsonProperty("available_mb") double availableMb,
    @JsonProperty("usage_percent") double usagePercent,
    long timestamp) {

  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final double MB = 1024 * 1024;

  static MachineMemory now() {
    return fromLinux(Instant.now()).orElseGet(() -> fromPlatform(Instant.now()));
  }

  private static Optional<MachineMemory> fromLinux(Instant at) {
    if (!Files.isReadable(MEMINFO)) {
      return Optional.empty();
    }
    try {
      var lines = Files.readAllLines(MEMINFO);
      return kilobytes(lines, "MemTotal:")
          .flatMap(total ->
              kilobytes(lines, "MemAvailable:")
                  .map(available -> of(total * 1024.0, available * 1024.0, at)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> kilobytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
        .findFirst();
  }

  private static MachineMemory fromPlatform(Instant at) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return of(system.getTotalMemorySize(), system.getFreeMemorySize(), at);
  }

  static MachineMemory of(double total, double available, Instant at) {
    double used = total - available;
    return new MachineMemory(
        tenths(total / MB),
        tenths(used / MB),
        tenths(available / MB),
        tenths(100 * used / total),
        at.getEpochSecond());
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
