package combot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** Where a report is written to: for its owner alone (0600), since it tells much of a server. */
public final class ReportFile {

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rw-------");

  private ReportFile() {}

  /**
   * Sees that the file can be written, and makes it if there is none: so that this is known before
   * the work whose report it is to hold.
   *
   * @throws UncheckedIOException if it can't
   */
  public static void check(Path file) {
    if (file.toString().equals("-")) {
      var why = "Only JSON can be printed, by --json -; for the other forms name a file.";
      throw new UncheckedIOException(why, new IOException(why));
    }
    write(file, "", StandardOpenOption.APPEND);
  }

  /**
   * @throws UncheckedIOException if it can't be written
   */
  public static void write(Path file, String text) {
    write(file, text, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void write(Path file, String text, OpenOption how) {
    var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, how);
    try (SeekableByteChannel out =
        Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(OWNERS))) {
      if (Files.isRegularFile(file)) {
        Files.setPosixFilePermissions(file, OWNERS);
      }
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The report can't be written to " + file + ": " + reason(e) + ".", e);
    }
  }

  /** Why a file can't be read or written, in words, without the file's name. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "it is not permitted";
      case FileSystemException told when told.getReason() != null ->
          told.getReason().toLowerCase(Locale.ROOT);
      default -> String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    };
  }
}
