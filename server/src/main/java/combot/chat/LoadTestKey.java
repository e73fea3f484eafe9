package combot.chat;

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

  /** The header of requests that brings it. */
  public static final String HEADER = "X-Combot-Loadtest-Key";

  /** Where there is no key nobody may. */
  public static final LoadTestKey NONE = new LoadTestKey("");

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
    return in(data, Files::createLink);
  }

  /** Gives a file a second name, unless something has that name. */
  interface Naming {
    void name(Path link, Path existing) throws IOException;
  }

  static LoadTestKey in(Path data, Naming naming) throws IOException {
    var file = data.resolve(NAME);
    if (Files.notExists(file)) {
      make(file, naming);
    }
    var key = Files.readString(file).strip();
    if (key.isEmpty()) {
      throw new IOException(file + " is empty: remove it, and it is made anew");
    }
    return new LoadTestKey(key);
  }

  private static void make(Path file, Naming naming) throws IOException {
    var ownersOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var made = Files.createTempFile(file.getParent(), NAME, null, ownersOnly);
    try {
      Files.writeString(made, Token.random().secret() + "\n");
      name(file, made, naming);
    } catch (FileAlreadyExistsException _) {
      // Another process was first.
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static void name(Path file, Path made, Naming naming) throws IOException {
    try {
      naming.name(file, made);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException _) {
      Files.move(made, file); // not every file system has links; this one looks before it moves
    }
  }

  /**
   * Whether it is this one. Takes as long for any other of this length.
   *
   * @param given may be {@code null}
   */
  public boolean is(String given) {
    return given != null
        && key.length > 0
        && MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8));
  }
}
