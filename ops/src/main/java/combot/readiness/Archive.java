package combot.readiness;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reports of earlier times, a file each in {@code <data>/reports}, for the data's owner alone; the
 * oldest go.
 */
final class Archive {

  static final int MOST = 50;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path data;
  private final Path folder;

  Archive(Path data) {
    this.data = data;
    this.folder = data.resolve("reports");
  }

  /** Oldest first; what is damaged, or another user's, is passed over. */
  List<JsonObject> all() throws IOException {
    return files().stream().map(Archive::read).filter(Objects::nonNull).toList();
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("check-.*\\.json"))
          .sorted()
          .toList();
    }
  }

  private static JsonObject read(Path file) {
    try {
      var report = new JsonObject(Files.readString(file));
      return report.containsKey("at") && report.containsKey("sections") ? report : null;
    } catch (IOException | DecodeException e) {
      return null;
    }
  }

  /**
   * Adds one.
   *
   * @return its file
   * @throws IOException if it can't be written
   */
  Path save(JsonObject report) throws IOException {
    Files.createDirectories(folder);
    mine(folder, "rwx------");
    var at = NAME.format(Instant.parse(report.getString("at")));
    var part = Files.createTempFile(folder, "part", null);
    try {
      Files.writeString(part, report.encodePrettily() + "\n");
      mine(part, "rw-------");
      var file = folder.resolve("check-" + at + ".json");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      forget();
      return file;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Root may have asked: then it is the data's owner's all the same. */
  private void mine(Path path, String permissions) throws IOException {
    var owner = Files.getOwner(data);
    if (!Files.getOwner(path).equals(owner)) {
      Files.setOwner(path, owner);
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private void forget() throws IOException {
    var files = files();
    for (var old : files.subList(0, Math.max(0, files.size() - MOST))) {
      Files.deleteIfExists(old);
    }
  }
}
