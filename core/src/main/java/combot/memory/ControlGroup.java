package combot.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group of Linux that limits memory, version 1 or 2.
 *
 * @param limit bytes
 * @param used bytes, without file pages that the kernel would drop first
 */
record ControlGroup(long limit, long used) {

  /** Where a version keeps what. */
  private record Layout(String mount, String limit, String used, String inactive) {}

  private static final Layout V1 =
      new Layout(
          "sys/fs/cgroup/memory",
          "memory.limit_in_bytes",
          "memory.usage_in_bytes",
          "total_inactive_file");
  private static final Layout V2 =
      new Layout("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file");

  /**
   * Those with a limit in which a process is, from its own to the outermost.
   *
   * @param process its number, or {@code self}
   */
  static Stream<ControlGroup> all(Path root, String process) throws IOException {
    var own = root.resolve("proc").resolve(process).resolve("cgroup");
    if (!Files.isReadable(own)) {
      return Stream.empty();
    }
    return Files.readAllLines(own).stream().flatMap(line -> ofLine(root, line));
  }

  /** A line is {@code NUMBER:CONTROLLERS:PATH}; version 2 has no controllers. */
  private static Stream<ControlGroup> ofLine(Path root, String line) {
    var parts = line.split(":", 3);
    if (parts.length < 3 || !(parts[1].isEmpty() || parts[1].equals("memory"))) {
      return Stream.empty();
    }
    var layout = parts[1].isEmpty() ? V2 : V1;
    var mount = root.resolve(layout.mount()).normalize();
    var own = mount.resolve("." + parts[2]).normalize();
    // In a container the path may be that of the outside: then only the mount itself is there.
    return Stream.iterate(
            own.startsWith(mount) ? own : mount,
            folder -> folder.startsWith(mount),
            Path::getParent)
        .flatMap(folder -> read(folder, layout).stream());
  }

  private static Optional<ControlGroup> read(Path folder, Layout layout) {
    try {
      long limit = Long.parseLong(Files.readString(folder.resolve(layout.limit())).strip());
      long used = Long.parseLong(Files.readString(folder.resolve(layout.used())).strip());
      long inactive = inactive(folder.resolve("memory.stat"), layout.inactive());
      return limit > 0
          ? Optional.of(new ControlGroup(limit, Math.max(0, used - inactive)))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no such folder, or no limit: "max"
    }
  }

  private static long inactive(Path stat, String key) throws IOException {
    try (var lines = Files.lines(stat)) {
      return lines
          .filter(line -> line.startsWith(key + " "))
          .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
          .findFirst()
          .orElse(0);
    }
  }
}
