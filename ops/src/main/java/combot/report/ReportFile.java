package combot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
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
      throw new UncheckedIOException("The report can't be written to " + file + ": " + e, e);
    }
  }
}
