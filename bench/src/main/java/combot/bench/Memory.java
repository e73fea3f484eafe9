package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A process's memory as the kernel counts it, in kB. {@code Pss} is what it costs the machine:
 * pages that it shares with others are divided among them.
 */
record Memory(SequencedMap<String, Long> kilobytes) {

  private static final Set<String> OF_SMAPS =
      Set.of(
          "Rss",
          "Pss",
          "Pss_Anon",
          "Pss_File",
          "Pss_Shmem",
          "Private_Dirty",
          "Private_Clean",
          "AnonHugePages",
          "SwapPss");

  /**
   * Reads it now; empty where the system has no such file (it is Linux's).
   *
   * @throws IOException if the file is there and can't be read: another user's process
   */
  static Optional<Memory> of(long pid) throws IOException {
    var process = Path.of("/proc", Long.toString(pid));
    if (!Files.exists(process.resolve("smaps_rollup"))) {
      return Optional.empty();
    }
    var found = new LinkedHashMap<String, Long>();
    for (var line : Files.readAllLines(process.resolve("smaps_rollup"))) {
      put(found, line, OF_SMAPS);
    }
    for (var line : Files.readAllLines(process.resolve("status"))) {
      put(found, line, Set.of("VmHWM"));
    }
    return Optional.of(new Memory(found));
  }

  private static void put(SequencedMap<String, Long> found, String line, Set<String> wanted) {
    var parts = line.split("[: \\t]+");
    if (parts.length == 3 && wanted.contains(parts[0])) {
      found.put(parts[0], Long.parseLong(parts[1]));
    }
  }

  double pssMegabytes() {
    return kilobytes.getOrDefault("Pss", 0L) / 1024.0;
  }
}
