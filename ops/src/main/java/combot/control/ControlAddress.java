package combot.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the socket of an installation is: in its data folder, however long the folder's name. */
final class ControlAddress {

  /** Of 108 bytes on Linux, 104 elsewhere. */
  private static final int LONGEST = 100;

  /** What binds a socket, or connects one. */
  interface Use<T> {
    T with(UnixDomainSocketAddress address) throws IOException;
  }

  private ControlAddress() {}

  static Path file(Path data) {
    return data.toAbsolutePath().normalize().resolve("control.sock");
  }

  /**
   * Binds or connects. A name too long for a socket is shortened by a link to the folder, which is
   * needed no more when that is done.
   *
   * @throws ControlException if there is no room for such a link
   */
  static <T> T use(Path data, Use<T> use) throws IOException {
    var file = file(data);
    if (fits(file)) {
      return use.with(UnixDomainSocketAddress.of(file));
    }
    var link = link(file.getParent());
    try {
      return use.with(UnixDomainSocketAddress.of(link.resolve(file.getFileName())));
    } finally {
      Files.delete(link);
      Files.delete(link.getParent());
    }
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** In a folder that no other user can enter. */
  private static Path link(Path data) {
    try {
      return Files.createSymbolicLink(Files.createTempDirectory("combot").resolve("data"), data);
    } catch (IOException e) {
      throw new ControlException(
          "The name of the data folder %s is too long for the socket in it, and no link to it can be made in %s (%s): give a shorter one with --data."
              .formatted(data, System.getProperty("java.io.tmpdir"), e.getMessage()));
    }
  }
}
