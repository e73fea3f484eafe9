package combot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Where a server listens.
 *
 * @param host as it was given, an IPv6 address without brackets
 * @param port 1 to 65535
 */
record Listening(String host, InetAddress address, int port) {

  /**
   * A place that is free now.
   *
   * @param port 0 for any free one
   * @throws Failures.Refusal if it can't be had, saying why
   */
  static Listening on(String given, int port) {
    var host = given.replaceAll("^\\[(.*)]$", "$1");
    var address = resolve(host);
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return new Listening(host, address, socket.getLocalPort());
    } catch (IOException e) {
      throw new Failures.Refusal(reason(host, address, port, e));
    }
  }

  private static InetAddress resolve(String host) {
    try {
      if (host.isBlank()) {
        throw new UnknownHostException("no name");
      }
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new Failures.Refusal(
          "There is no host '%s'. Give an address of this machine with --host, such as 127.0.0.1, or 0.0.0.0 for all."
              .formatted(host));
    }
  }

  /** Why binding failed with {@code e}. */
  static String reason(String host, InetAddress address, int port, IOException e) {
    if (!isOurs(address)) {
      return "%s is no address of this machine. Give one with --host, such as 127.0.0.1, or 0.0.0.0 for all."
          .formatted(
              address.getHostAddress().equals(host)
                  ? host
                  : host + " (" + address.getHostAddress() + ")");
    }
    var message = String.valueOf(e.getMessage());
    if (message.contains("in use")) {
      return "Port %d of %s is in use. Stop what uses it, or give another with --port."
          .formatted(port, host);
    }
    return port > 0 && port < 1024
        ? "Port %d of %s can't be had (%s): ports below 1024 are the administrator's. Give another with --port, and put a reverse proxy in front."
            .formatted(port, host, message)
        : "Port %d of %s can't be had (%s). Give another with --port or --host."
            .formatted(port, host, message);
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // the system does not say: the reason of the failure is told instead
    }
  }

  /** How a browser on this machine reaches it, without a slash at the end. */
  String url() {
    var name = host;
    if (isEverywhere()) {
      name = host.contains(":") ? "::1" : "127.0.0.1";
    }
    return "http://%s:%d".formatted(name.contains(":") ? "[" + name + "]" : name, port);
  }

  /** A line that tells where the page of a study is. */
  String page(String study) {
    return "  participant page  %s/s/%s".formatted(url(), study);
  }

  /** Whether it is all of the machine's addresses. */
  boolean isEverywhere() {
    return address.isAnyLocalAddress();
  }
}
