package combot.control;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the socket of an installation is: a function of its data folder. */
final class ControlAddress {

  /** Of 108 bytes on Linux, 104 elsewhere. */
  private static final int LONGEST = 100;

  private ControlAddress() {}

  /**
   * In the folder; where that makes too long a name for a socket, in the one for temporary files.
   */
  static UnixDomainSocketAddress of(Path data) {
    var folder = data.toAbsolutePath().normalize();
    var beside = folder.resolve("control.sock");
    return UnixDomainSocketAddress.of(
        beside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST
            ? beside
            : Path.of(System.getProperty("java.io.tmpdir"), "combot-" + digest(folder) + ".sock"));
  }

  private static String digest(Path folder) {
    try {
      var sha =
          MessageDigest.getInstance("SHA-256")
              .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
