package combot.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a process holds of the machine's memory.
 *
 * @param bytes all of it, 0 or more
 * @param own what no file stands behind, and so no other process shares: heap, stacks, the model;
 *     bytes, from 0 to {@code bytes}. Growth shows here: PSS changes by 20 MB where another JVM
 *     starts or ends. Where it isn't told, the same as {@code bytes}
 */
public record ProcessMemory(long bytes, long own, Measure measure) {

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
    if (own < 0 || own > bytes) {
      throw new IllegalArgumentException("own must be from 0 to %d, was %d".formatted(bytes, own));
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
    var rollup = lines(process.resolve("smaps_rollup"));
    var pss = Kernel.bytes(rollup, "Pss");
    if (pss.isPresent()) {
      return of(pss.getAsLong(), Kernel.bytes(rollup, "Pss_Anon"), Measure.PSS);
    }
    var status = process.resolve("status");
    var lines = Files.readAllLines(status);
    long rss =
        Kernel.bytes(lines, "VmRSS").orElseThrow(() -> new IOException(status + " tells no VmRSS"));
    return of(rss, Kernel.bytes(lines, "RssAnon"), Measure.RSS);
  }

  private static ProcessMemory of(long bytes, OptionalLong own, Measure measure) {
    return new ProcessMemory(bytes, Math.min(bytes, own.orElse(bytes)), measure);
  }

  /** None where the kernel is too old for it, or it is another user's process. */
  private static List<String> lines(Path rollup) {
    try {
      return Files.readAllLines(rollup);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** By the command that each Unix has, for macOS has no {@code /proc}. */
  static ProcessMemory ps(long pid) throws IOException {
    var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (var out = ps.getInputStream()) {
      var told = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return of(Long.parseLong(told) * 1024, OptionalLong.empty(), Measure.RSS);
    } catch (NumberFormatException e) {
      throw new IOException("ps tells nothing of process " + pid, e);
    }
  }
}
