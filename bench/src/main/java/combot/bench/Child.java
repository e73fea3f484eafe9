package combot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A worker that a gateway started, as /proc shows it (Linux only). */
record Child(long pid) {

  /** Of /proc/net/tcp: the socket listens. */
  private static final String LISTENS = "0A";

  private Path proc() {
    return Path.of("/proc", Long.toString(pid));
  }

  /** Where on the loopback address it listens. */
  List<InetSocketAddress> addresses() {
    return connections()
        .filter(fields -> fields[3].equals(LISTENS))
        .map(fields -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port(fields)))
        .toList();
  }

  /** Whether a connection of its own begins at that port. */
  boolean holds(int port) {
    return connections().anyMatch(fields -> port(fields) == port);
  }

  /** The fields of its sockets' lines. */
  private Stream<String[]> connections() {
    var sockets = sockets();
    return Stream.of("tcp", "tcp6")
        .flatMap(name -> lines(proc().resolve("net").resolve(name)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 9 && sockets.contains("socket:[" + fields[9] + "]"));
  }

  private static int port(String[] fields) {
    return Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
  }

  private Set<String> sockets() {
    var found = new HashSet<String>();
    try (var open = Files.newDirectoryStream(proc().resolve("fd"))) {
      for (var one : open) {
        link(one).ifPresent(found::add);
      }
    } catch (IOException _) {
      // It is gone, or another user's.
    }
    return found;
  }

  private static Optional<String> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException _) {
      return Optional.empty(); // closed meanwhile
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }

  /** What it answers at its own port, not by the gateway. */
  Optional<Page> health() {
    return addresses().stream().findFirst().flatMap(address -> Page.get(address, "/health/ready"));
  }

  boolean isReady() {
    return health().filter(page -> page.status() == 200).isPresent();
  }

  /** Whether it has ended and nobody asked how (state Z). */
  boolean isDefunct() {
    var stat = String.join("", lines(proc().resolve("stat")));
    return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
  }
}
