package combot.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a process holds of the machine's memory.
 *
 * @param bytes 0 or more
 */
public record ProcessMemory(long bytes, Measure measure) {

  /** How it was measured; figures of different measures do not compare. */
  public enum Measure {
    /** Proportional set size: pages that processes share are divided among them. Linux only. */
    PSS,
    /** Resident set size: shared pages count in full. */
    RSS
  }

  public ProcessMemory {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be >= 0, was " + bytes);
    }
  }

  /**
   * Of a process of this machine, now: PSS where the system tells it, else RSS.
   *
   * @throws IOException if there is no such process, or the system tells neither
   */
  public static ProcessMemory of(long pid) throws IOException {
    var process = Path.of("/proc", Long.toString(pid));
    return Files.isDirectory(process) ? read(process) : ps(pid);
  }

  /** From a folder as {@code /proc/PID}. */
  static ProcessMemory read(Path process) throws IOException {
    var pss = pss(process.resolve("smaps_rollup"));
    if (pss.isPresent()) {
      return new ProcessMemory(pss.getAsLong(), Measure.PSS);
    }
    var status = process.resolve("status");
    long rss =
        Kernel.bytes(Files.readAllLines(status), "VmRSS")
            .orElseThrow(() -> new IOException(status + " tells no VmRSS"));
    return new ProcessMemory(rss, Measure.RSS);
  }

  /** Empty where the kernel is too old for it, or it is another user's process. */
  private static OptionalLong pss(Path rollup) {
    try {
      return Kernel.bytes(Files.readAllLines(rollup), "Pss");
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** By the command that each Unix has, for macOS has no {@code /proc}. */
  static ProcessMemory ps(long pid) throws IOException {
    var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (var out = ps.getInputStream()) {
      var told = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return new ProcessMemory(Long.parseLong(told) * 1024, Measure.RSS);
    } catch (NumberFormatException e) {
      throw new IOException("ps tells nothing of process " + pid, e);
    }
  }
}
