package combot.readiness;

import combot.readiness.Proc.Process;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Sockets of the machine that listen for connections by TCP, as Linux counts them. */
final class Sockets {
  private static final String LISTENS = "0A";

  private Sockets() {}

  /**
   * @param owner empty where it may not be seen
   */
  record Listening(InetSocketAddress address, Optional<Process> owner) {
    boolean isBeyondLoopback() {
      return !address.getAddress().isLoopbackAddress();
    }

    boolean isOf(long pid) {
      return owner.filter(process -> process.pid() == pid).isPresent();
    }

    /** Where a program of this machine reaches it. */
    InetSocketAddress reachable() {
      return address.getAddress().isAnyLocalAddress()
          ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
          : address;
    }

    @Override
    public String toString() {
      var host = address.getAddress().getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
  }

  /**
   * @throws IOException if this is no Linux
   */
  static List<Listening> listening(Context context) throws IOException {
    var owners = Proc.of(context).owners();
    var found = new ArrayList<Listening>();
    for (var table : List.of("net/tcp", "net/tcp6")) {
      lines(context.proc(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns[3].equals(LISTENS))
          .map(columns ->
              new Listening(address(columns[1]), Optional.ofNullable(owners.get(columns[9]))))
          .forEach(found::add);
    }
    return found;
  }

  /**
   * Local ports of the connections and listening sockets of these processes.
   *
   * @throws IOException if this is no Linux
   */
  static Set<Integer> ports(Context context, Set<Long> pids) throws IOException {
    var owners = Proc.of(context).owners();
    var ports = new HashSet<Integer>();
    for (var table : List.of("net/tcp", "net/tcp6")) {
      lines(context.proc(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(columns ->
              owners.containsKey(columns[9]) && pids.contains(owners.get(columns[9]).pid()))
          .forEach(columns -> ports.add(address(columns[1]).getPort()));
    }
    return ports;
  }

  private static List<String> lines(Path table) throws IOException {
    try {
      return Files.readAllLines(table);
    } catch (NoSuchFileException e) {
      if (table.endsWith("tcp6")) {
        return List.of(); // a system without IPv6
      }
      throw e;
    }
  }

  /** {@code 0100007F:1F40}: words of 32 bits in the machine's order, then the port. */
  static InetSocketAddress address(String hex) {
    var parts = hex.split(":");
    var bytes = HexFormat.of().parseHex(parts[0]);
    for (int word = 0; word < bytes.length; word += 4) {
      swap(bytes, word, word + 3);
      swap(bytes, word + 1, word + 2);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + hex, e);
    }
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  /** Why nothing is known of what a process listens on. */
  static String unseen(Context context, long pid) {
    return Files.exists(context.proc(Long.toString(pid)))
        ? "which port process %d listens on can't be seen: run it as Combot's user, or with sudo"
            .formatted(pid)
        : "process %d ended while it was looked at: check again".formatted(pid);
  }

  /**
   * Those of a process whose name is one of these, and those at the port: its owner may be unseen,
   * or another that passes connections on, such as docker-proxy.
   */
  static Stream<Listening> named(List<Listening> all, int port, String... names) {
    return all.stream()
        .filter(socket ->
            socket.address().getPort() == port
                || socket
                    .owner()
                    .filter(owner -> List.of(names).contains(owner.name()))
                    .isPresent());
  }
}
