package combot.readiness;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
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
      return isWhole(report) ? report : null;
    } catch (IOException | DecodeException e) {
      return null;
    }
  }

  /** Whether it has what later reports are compared with. */
  private static boolean isWhole(JsonObject report) {
    try {
      Instant.parse(report.getString("at"));
      report
          .getJsonObject("figures", new JsonObject())
          .forEach(it -> ((Number) it.getValue()).doubleValue());
      return report.getJsonArray("sections").stream()
          .map(JsonObject.class::cast)
          .flatMap(section -> section.getJsonArray("lines").stream())
          .map(JsonObject.class::cast)
          .allMatch(line ->
              State.valueOf(line.getString("state")) != null
                  && line.getString("id") != null
                  && line.getString("title") != null);
    } catch (DateTimeException
        | ClassCastException
        | IllegalArgumentException
        | NullPointerException e) {
      return false;
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
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a link: put a folder in its place");
    }
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

  /**
   * Root may have asked: then it is the data's owner's all the same. What a link leads to is
   * nobody's business here.
   */
  private void mine(Path path, String permissions) throws IOException {
    var owner = Files.getOwner(data);
    var view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.getOwner().equals(owner)) {
      view.setOwner(owner);
    }
    view.setPermissions(PosixFilePermissions.fromString(permissions));
  }

  private void forget() throws IOException {
    var files = files();
    for (var old : files.subList(0, Math.max(0, files.size() - MOST))) {
      Files.deleteIfExists(old);
    }
  }
}
