package combot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/** Looks at the data folder before a server starts, so that what is wrong is told in a sentence. */
final class DataFolder {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Participants' words lie in it. */
  private static final FileAttribute<?> NOBODY_ELSES =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private DataFolder() {}

  /**
   * The folder, absolute, fit to hold the database; it is made where it does not exist.
   *
   * @throws Failures.Refusal if it can't hold it
   */
  static Path ready(Path given) {
    var folder = writable(given);
    check(folder.resolve("combot.db"));
    return folder;
  }

  /**
   * The folder, absolute; it is made where it does not exist.
   *
   * @throws Failures.Refusal if it can't be written to
   */
  static Path writable(Path given) {
    var folder = given.toAbsolutePath().normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw refusal("%s is a file, but --data wants a folder.", folder);
    }
    try {
      if (folder.getParent() != null && Files.notExists(folder.getParent())) {
        Files.createDirectories(folder.getParent()); // these are no business of Combot's
      }
      Files.createDirectories(folder, NOBODY_ELSES);
      Files.delete(Files.createTempFile(folder, "combot", null));
    } catch (IOException e) {
      throw refusal(
          "The data folder %s can't be written to: %s. Mend that, or give another folder with --data.",
          folder, reason(e));
    }
    return folder;
  }

  private static void check(Path database) {
    if (!Files.exists(database)) {
      return;
    }
    if (!Files.isRegularFile(database) || !Files.isReadable(database)) {
      throw refusal(
          "The database %s is not a file that can be read. Mend that, or give another folder with --data.",
          database);
    }
    if (!Files.isWritable(database)) {
      throw refusal(
          "The database %s can't be written to. Mend that, or give another folder with --data.",
          database);
    }
    try (var in = Files.newInputStream(database)) {
      var start = in.readNBytes(SQLITE.length);
      if (start.length > 0 && !Arrays.equals(start, SQLITE)) {
        throw refusal(
            "%s is not a SQLite database, or it is damaged. Put a backup in its place, move it away to begin anew, or give another folder with --data.",
            database);
      }
    } catch (IOException e) {
      throw refusal("The database %s can't be read: %s.", database, reason(e));
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "the system takes no files there";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage();
    };
  }

  private static Failures.Refusal refusal(String message, Object... of) {
    return new Failures.Refusal(message.formatted(of));
  }
}
