package combot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Processor time in seconds, from /proc (of Linux; elsewhere all are 0).
 *
 * @param processes of each process of the server, by its name; empty where they are unknown
 * @param generator of this process
 * @param machine of all that runs on this machine, these two among it
 */
record Cpu(SequencedMap<String, Double> processes, double generator, double machine) {

  /** Of /proc's clock; the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** The times so far. */
  static Cpu now(SequencedMap<String, Long> processes) {
    var times = new LinkedHashMap<String, Double>();
    processes.forEach((name, pid) -> times.put(name, ofProcess(pid)));
    return new Cpu(times, ofProcess(ProcessHandle.current().pid()), ofMachine());
  }

  /** From {@code earlier} to this. */
  Cpu since(Cpu earlier) {
    var times = new LinkedHashMap<String, Double>();
    processes.forEach((name, time) -> times.put(name, time - earlier.processes.get(name)));
    return new Cpu(times, generator - earlier.generator, machine - earlier.machine);
  }

  /** Of all processes of the server. */
  double server() {
    return processes.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What neither the server nor the generator took. */
  double others() {
    return Math.max(0, machine - server() - generator);
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
