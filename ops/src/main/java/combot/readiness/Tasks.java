package combot.readiness;

import combot.readiness.Proc.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Threads that run and that may run, where Linux counts them: on the machine, of a user, and in a
 * control group, such as a unit of systemd (TasksMax) or a container.
 *
 * @param where it is counted
 */
record Tasks(String where, long used, long limit) {

  private static final String ROOT = "0";
  private static final int LONGEST = 32;

  /** Control groups of version 2, and of version 1. */
  private static final List<String> MOUNTS = List.of("sys/fs/cgroup", "sys/fs/cgroup/pids");

  double percent() {
    return 100.0 * used / limit;
  }

  @Override
  public String toString() {
    return limit == Long.MAX_VALUE
        ? "%d %s, which has no limit".formatted(used, where)
        : "%d of %d %s (%.0f %%)".formatted(used, limit, where, percent());
  }

  /**
   * All that limit the gateway and its workers.
   *
   * @throws IOException if this is no Linux
   */
  static List<Tasks> of(Context context) throws IOException {
    var proc = Proc.of(context);
    long pid = context.running().pid();
    var all = new ArrayList<Tasks>();
    var processes = proc.processes();
    long most = number(context.proc("sys/kernel/threads-max"));
    all.add(new Tasks("on the machine", threads(proc, processes), most));
    var user = proc.field(pid, "Uid");
    var limit = proc.limit(pid, "Max processes");
    if (limit.isPresent() && !user.equals(ROOT)) { // Linux holds root to none
      var own = processes.stream().filter(process -> isOf(proc, process, user)).toList();
      all.add(new Tasks("of the user", threads(proc, own), limit.getAsLong()));
    }
    groups(context, pid)
        .forEach(group -> {
          long atMost = number(group.resolve("pids.max"));
          if (atMost < Long.MAX_VALUE) {
            all.add(
                new Tasks(
                    "in its unit or container", number(group.resolve("pids.current")), atMost));
          }
        });
    return all;
  }

  private static boolean isOf(Proc proc, Process process, String user) {
    try {
      return proc.field(process.pid(), "Uid").equals(user);
    } catch (IOException e) {
      return false; // ended meanwhile
    }
  }

  private static long threads(Proc proc, List<Process> processes) {
    return processes.stream().mapToLong(process -> threads(proc, process)).sum();
  }

  private static long threads(Proc proc, Process process) {
    try {
      return proc.number(process.pid(), "Threads");
    } catch (IOException e) {
      return 0; // ended meanwhile
    }
  }

  /** From its own to the outermost. */
  private static Stream<Path> groups(Context context, long pid) throws IOException {
    return lines(context.proc(pid + "/cgroup")).stream()
        .map(line -> line.split(":", 3))
        .filter(parts ->
            parts.length == 3
                && (parts[1].isEmpty() || List.of(parts[1].split(",")).contains("pids")))
        .flatMap(parts -> {
          var mount = context.root().resolve(MOUNTS.get(parts[1].isEmpty() ? 0 : 1)).normalize();
          var own = mount.resolve("." + parts[2]).normalize();
          // In a container the path may be that of the outside.
          return Stream.iterate(
              own.startsWith(mount) ? own : mount,
              group -> group.startsWith(mount),
              Path::getParent);
        });
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without control groups
    }
  }

  /** {@code Long.MAX_VALUE} where there is none. */
  private static long number(Path file) {
    // A setting of the kernel is told to the first read alone, and Files.readString begins with a
    // byte.
    try (var in = Files.newInputStream(file)) {
      var told = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
      return Long.parseLong(told.strip());
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
