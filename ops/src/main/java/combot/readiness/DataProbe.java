package combot.readiness;

import combot.loadtest.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who else may get at the data, and whether they are kept a second time. */
final class DataProbe implements Probe {

  private static final int DEEP = 4;
  private static final String SQLITE = "SQLite format 3\0";
  private static final String POSTGRESQL = "PGDMP";
  private static final String PACKED = ".*\\.(sql|gz|tgz|bz2|xz|zst|lz4|zip|7z|age|gpg|enc)";

  /** Clocks of machines that share a disk differ by as much. */
  private static final Duration DIFFERENCE = Duration.ofMinutes(5);

  @Override
  public List<Line> look(Context context) {
    return List.of(permissions(context), backup(context));
  }

  private static Line permissions(Context context) {
    var folder = context.data();
    var question =
        context.require(
            "audit.permissions",
            "Who else may get at the data folder",
            "permissions of the folder and what is in it",
            "Keep others out: chmod -R go-rwx " + folder);
    var threshold = "nobody but its owner";
    try {
      var exposure = Exposure.of(folder);
      if (!exposure.writable().isEmpty()) {
        return question.is(
            State.FAIL,
            "others may change what is stored: " + names(folder, exposure.writable()),
            threshold);
      }
      return exposure.readable().isEmpty()
          ? question.is(State.PASS, "nobody reads or changes anything", threshold)
          : question.is(
              State.WARN,
              "other users of the machine may read " + names(folder, exposure.readable()),
              threshold);
    } catch (UnsupportedOperationException | IOException | UncheckedIOException e) {
      return question.unknown("the system does not tell: " + e);
    }
  }

  private static String names(Path folder, List<Path> files) {
    var shown = files.stream().limit(5).map(file -> name(folder, file)).toList();
    return String.join(", ", shown)
        + (files.size() > shown.size()
            ? " and %d more".formatted(files.size() - shown.size())
            : "");
  }

  private static String name(Path folder, Path file) {
    return file.equals(folder) ? file.toString() : folder.relativize(file).toString();
  }

  private static Line backup(Context context) {
    boolean file = !context.running().status().getString("database", "").contains("://");
    var command =
        file
            ? "sqlite3 %s \".backup '/backup/combot-$(date +%%F).db'\""
                .formatted(context.data().resolve("combot.db"))
            : "pg_dump --format=custom --file=/backup/combot-$(date +%F).dump NAME";
    var question =
        context.ask(
            "audit.backup",
            "Age of the last backup",
            "newest copy of a database in the folder given with --backups: of SQLite, of pg_dump, or packed",
            "Make one each night, and say where: %s; ./combot check --backups /backup"
                .formatted(command));
    if (context.backups().isEmpty()) {
      return question.is(State.WARN, "no backup is known", question.threshold());
    }
    var folder = context.backups().get();
    try {
      if (folder.toRealPath().equals(context.data().toRealPath())) {
        return question.is(State.FAIL, folder + " is the data folder itself", question.threshold());
      }
      return judged(context, question, folder);
    } catch (IOException | UncheckedIOException e) {
      return question.is(
          State.FAIL, "the folder %s can't be read".formatted(folder), question.threshold());
    }
  }

  private static Line judged(Context context, Question question, Path folder) throws IOException {
    var newest = newest(folder, context.data());
    if (newest.isEmpty()) {
      return question.is(
          State.FAIL, "there is no copy of a database in " + folder, question.threshold());
    }
    var age = Duration.between(newest.get(), context.clock().instant());
    return age.compareTo(DIFFERENCE.negated()) < 0
        ? question.is(
            State.WARN,
            "the newest is of a time to come, %s: is the clock right?".formatted(newest.get()),
            question.threshold())
        : question.measured(age.toMinutes() / 60.0, Figure.time(age));
  }

  /** Of what looks like a copy of a database, and is not the one that is in use. */
  private static Optional<Instant> newest(Path folder, Path data) throws IOException {
    var used = folder.toRealPath().startsWith(data.toRealPath()) ? null : data.toRealPath();
    try (var files =
        Files.find(folder, DEEP, (_, found) -> found.isRegularFile() && found.size() > 0)) {
      Instant newest = null;
      for (var file : (Iterable<Path>) files::iterator) {
        if ((used != null && file.toRealPath().startsWith(used)) || !isCopy(file)) {
          continue;
        }
        var at = Files.getLastModifiedTime(file).toInstant();
        newest = newest == null || at.isAfter(newest) ? at : newest;
      }
      return Optional.ofNullable(newest);
    }
  }

  /** By how files of SQLite and of pg_dump begin; of what is packed, by the name. */
  private static boolean isCopy(Path file) throws IOException {
    if (file.getFileName().toString().matches(PACKED)) {
      return true;
    }
    try (var in = Files.newInputStream(file)) {
      var begin = new String(in.readNBytes(SQLITE.length()), StandardCharsets.ISO_8859_1);
      return begin.equals(SQLITE) || begin.startsWith(POSTGRESQL);
    }
  }
}
