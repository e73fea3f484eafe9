package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Processor time in seconds, from /proc (of Linux; elsewhere all are 0).
 *
 * @param server of the worker, 0 where its process is unknown
 * @param generator of this process
 * @param machine of all that runs on this machine, these two among it
 */
record Cpu(double server, double generator, double machine) {

  /** Of /proc's clock; the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** The times so far. */
  static Cpu now(OptionalLong server) {
    return new Cpu(
        server.isPresent() ? ofProcess(server.getAsLong()) : 0,
        ofProcess(ProcessHandle.current().pid()),
        ofMachine());
  }

  /** From {@code earlier} to this. */
  Cpu since(Cpu earlier) {
    return new Cpu(
        server - earlier.server, generator - earlier.generator, machine - earlier.machine);
  }

  /** What neither the worker nor the generator took. */
  double others() {
    return Math.max(0, machine - server - generator);
  }

  private static double ofProcess(long pid) {
    var text = read(Path.of("/proc", Long.toString(pid), "stat"));
    if (text.isEmpty()) {
      return 0;
    }
    // The name, in parentheses, may hold anything; utime and stime are fields 14 and 15 of man 5
    // proc.
    var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** User, nice, system, interrupts and time stolen by other machines of the same host. */
  private static double ofMachine() {
    var text = read(Path.of("/proc/stat"));
    if (!text.startsWith("cpu ")) {
      return 0;
    }
    var fields = text.lines().findFirst().orElseThrow().trim().split(" +");
    long busy = 0;
    for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
      busy += Long.parseLong(fields[i]);
    }
    return busy / TICKS_PER_SECOND;
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }
}
