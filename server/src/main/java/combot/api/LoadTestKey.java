package combot.api;

import combot.store.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;

/**
 * Tells who may put a load on this server and see what that load left: whoever can read the key,
 * which lies in the data folder for the user whose folder it is.
 */
public final class LoadTestKey {

  private static final String NAME = "loadtest.key";

  private final byte[] key;

  private LoadTestKey(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The key of an installation, which is made where there is none. Several processes that start at
   * once have the same.
   *
   * @throws IOException if it can't be read or made
   */
  public static LoadTestKey in(Path data) throws IOException {
    var file = data.resolve(NAME);
    if (Files.notExists(file)) {
      var ownersOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var made = Files.createTempFile(data, NAME, null, ownersOnly);
      try {
        Files.writeString(made, Token.random().secret() + "\n");
        Files.createLink(file, made);
      } catch (FileAlreadyExistsException _) {
        // Another process was first.
      } finally {
        Files.delete(made);
      }
    }
    var key = Files.readString(file).strip();
    if (key.isEmpty()) {
      throw new IOException(file + " is empty: remove it, and it is made anew");
    }
    return new LoadTestKey(key);
  }

  /** Takes as long for any other key of this length. */
  boolean is(String given) {
    return MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8));
  }
}
