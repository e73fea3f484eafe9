package combot.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * The memory that the server has to live in, in MB of 2^20 bytes.
 *
 * @param timestamp seconds since 1970-01-01 UTC
 */
record MachineMemory(
    @JsonProperty("total_mb") double totalMb,
    @JsonProperty("used_mb") double usedMb,
    @JsonProperty("available_mb") double availableMb,
    @JsonProperty("usage_percent") double usagePercent,
    long timestamp) {

  private static final double MB = 1024 * 1024;

  static MachineMemory now() {
    var machine = combot.memory.MachineMemory.now();
    return new MachineMemory(
        tenths(machine.total() / MB),
        tenths(machine.used() / MB),
        tenths(machine.available() / MB),
        tenths(machine.usedPercent()),
        Instant.now().getEpochSecond());
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
