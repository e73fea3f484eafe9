package combot.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A server to be measured.
 *
 * @param processes numbers of its processes by name; empty: unknown, then nothing is said of their
 *     processor time and memory
 * @param database empty: unknown, then what it stored is not looked at
 */
record Target(
    InetSocketAddress address, SequencedMap<String, Long> processes, Optional<Database> database) {

  /** As the header {@code Host} has it. */
  String host() {
    return address.getHostString() + ":" + address.getPort();
  }

  /**
   * The address in a URL such as {@code http://127.0.0.1:8000}. Only of this machine: what is
   * measured here is not the network, and nobody else's server is to be put under load by a slip.
   *
   * @throws IllegalArgumentException if it is another machine's, or no such URL
   */
  static InetSocketAddress local(String url) {
    var uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
      throw new IllegalArgumentException("must be like http://127.0.0.1:8000, was " + url);
    }
    try {
      var address = InetAddress.getByName(uri.getHost());
      if (!address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "must be a worker on this machine (127.0.0.1), was " + url);
      }
      return new InetSocketAddress(address, uri.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("has an unknown host: " + url, e);
    }
  }
}
