package combot.readiness;

import combot.loadtest.Ticks;
import combot.memory.MachineMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a machine is used, as counters of Linux's {@code /proc} tell at one moment; two of them make
 * a share.
 *
 * @param memory in use, percent
 * @param disk milliseconds for which the busiest disk had something to do, since its start
 * @param loopback bytes sent to this machine itself since its start
 * @param network bytes sent to and received from others
 */
record Usage(Instant at, Ticks cpu, double memory, long disk, long loopback, long network) {

  private static final int IO_MILLIS = 12;
  private static final int RECEIVED = 0;
  private static final int SENT = 8;

  /**
   * @param root folder in which the system's {@code proc} is
   * @param device of the disk to look at, as {@code major:minor}; the busiest where none is named
   *     so
   */
  static Usage read(Path root, String device, Instant at) throws IOException {
    var proc = root.resolve("proc");
    var links = Files.readAllLines(proc.resolve("net/dev")).stream().skip(2).toList();
    var own = links.stream().filter(Usage::isLoopback);
    var others = links.stream().filter(link -> !isLoopback(link));
    return new Usage(
        at,
        Ticks.now(proc),
        MachineMemory.read(root).usedPercent(),
        disk(proc, device),
        own.mapToLong(link -> bytes(link, SENT)).sum(),
        others.mapToLong(link -> bytes(link, SENT) + bytes(link, RECEIVED)).sum());
  }

  private static boolean isLoopback(String link) {
    return link.strip().startsWith("lo:");
  }

  private static long bytes(String link, int field) {
    return Long.parseLong(link.substring(link.indexOf(':') + 1).strip().split("\\s+")[field]);
  }

  private static long disk(Path proc, String device) throws IOException {
    var disks =
        Files.readAllLines(proc.resolve("diskstats")).stream()
            .map(line -> line.strip().split("\\s+"))
            .toList();
    var named = disks.stream().filter(disk -> device.equals(disk[0] + ":" + disk[1])).findFirst();
    return named.stream()
        .flatMap(Stream::of)
        .skip(IO_MILLIS)
        .findFirst()
        .map(Long::parseLong)
        .orElseGet(() ->
            disks.stream().mapToLong(disk -> Long.parseLong(disk[IO_MILLIS])).max().orElse(0));
  }

  /** The device of a file, {@code major:minor}; as Linux packs both into one number. */
  static Optional<String> device(Path file) {
    try {
      long packed = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
      long major = packed >> 8 & 0xfff | packed >> 32 & ~0xfffL;
      long minor = packed & 0xff | packed >> 12 & ~0xffL;
      return Optional.of(major + ":" + minor);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
