package combot.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A process and its machine at one moment.
 *
 * @param quiet how long no participant has asked for anything; where none ever did, since the start
 * @param visits requests of participants since the start, 0 or more
 */
public record Sample(
    Instant at,
    long pid,
    ProcessMemory process,
    MachineMemory machine,
    JvmMemory jvm,
    ModelState model,
    Duration quiet,
    long visits) {

  public Sample {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(jvm, "jvm");
    Objects.requireNonNull(model, "model");
    if (quiet.isNegative()) {
      throw new IllegalArgumentException("quiet must be >= 0, was " + quiet);
    }
    if (visits < 0) {
      throw new IllegalArgumentException("visits must be >= 0, was " + visits);
    }
  }

  /**
   * About what the process holds outside the JVM's own areas, in bytes: native libraries, the
   * model, threads' stacks. What the JVM committed and never touched makes it too small, at least
   * 0.
   */
  public long nativeBytes() {
    return Math.max(0, process.bytes() - jvm.heapCommitted() - jvm.nonHeapCommitted());
  }
}
