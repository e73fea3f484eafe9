package combot.readiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Linux's account of its processes, below a folder such as {@code /proc}. */
record Proc(Path folder) {

  /** A process. */
  record Process(long pid, String name, char state, long parent) {
    boolean isDefunct() {
      return state == 'Z';
    }
  }

  static Proc of(Context context) {
    return new Proc(context.root().resolve("proc"));
  }

  /**
   * All that can be seen; those that end meanwhile are left out.
   *
   * @throws IOException if this is no Linux
   */
  List<Process> processes() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .flatMap(entry -> process(entry).stream())
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** {@code 12 (name, which may hold anything) S 1 …}. */
  private static Optional<Process> process(Path entry) {
    try {
      var stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      int end = stat.lastIndexOf(')');
      var rest = stat.substring(end + 2).split(" ");
      return Optional.of(
          new Process(
              Long.parseLong(entry.getFileName().toString()),
              stat.substring(stat.indexOf('(') + 1, end),
              rest[0].charAt(0),
              Long.parseLong(rest[1])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Names of what a process has open, such as {@code socket:[123]}; those that it closes are left
   * out.
   */
  List<String> open(long pid) throws IOException {
    try (var entries = Files.list(folder.resolve(pid + "/fd"))) {
      return entries.flatMap(Proc::target).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Stream<String> target(Path link) {
    try {
      return Stream.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Stream.of(); // closed meanwhile
    }
  }

  /** A soft limit, such as {@code "Max open files"}; empty where there is none. */
  OptionalLong limit(long pid, String name) throws IOException {
    return Files.readAllLines(folder.resolve(pid + "/limits")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
        .filter(value -> value.matches("[0-9]+"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  /** A number of {@code /proc/PID/status}, such as {@code "Threads"}. */
  long number(long pid, String name) throws IOException {
    return Long.parseLong(field(pid, name));
  }

  /** The first word of a line of {@code /proc/PID/status}. */
  String field(long pid, String name) throws IOException {
    return Files.readAllLines(folder.resolve(pid + "/status"), StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().split("\\s+")[0])
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/" + pid + "/status tells no " + name));
  }

  /** The words that a process was started with. */
  List<String> words(long pid) throws IOException {
    return List.of(
        Files.readString(folder.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
            .split("\0"));
  }

  /** The variables that a process was started with. */
  Map<String, String> variables(long pid) throws IOException {
    return Stream.of(
            Files.readString(folder.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1)
                .split("\0"))
        .map(variable -> variable.split("=", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, _) -> first));
  }

  /** Which process has a socket, by the socket's inode, as far as it may be seen. */
  Map<String, Process> owners() throws IOException {
    var owners = new HashMap<String, Process>();
    for (var process : processes()) {
      try {
        open(process.pid()).stream()
            .filter(name -> name.startsWith("socket:["))
            .forEach(name -> owners.putIfAbsent(name.substring(8, name.length() - 1), process));
      } catch (IOException e) {
        // another user's
      }
    }
    return owners;
  }
}
