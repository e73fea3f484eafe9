package combot.readiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who else may get at the data, and whether they are kept a second time. */
final class DataProbe implements Probe {

  /** As many letters of {@code rwxrwxrwx} from its end as are theirs. */
  private static final String OTHERS = "rwx";

  private static final String ALL = "rwxrwx";
  private static final int DEEP = 4;

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
    try (var content = Files.list(folder)) {
      var own = Files.readAttributes(folder, PosixFileAttributes.class);
      // A group of the owner's own name is nobody else, by the custom of Linux.
      var who = own.group().getName().equals(own.owner().getName()) ? OTHERS : ALL;
      if (!allows(folder, who, "wx")) {
        return question.is(State.PASS, "nobody", threshold);
      }
      var files = content.filter(file -> !file.endsWith("control.sock")).toList();
      if (allows(folder, who, "w") || files.stream().anyMatch(file -> allows(file, who, "w"))) {
        return question.is(State.FAIL, "others may change what is stored", threshold);
      }
      var read = files.stream().filter(file -> allows(file, who, "r")).toList();
      return read.isEmpty()
          ? question.is(State.PASS, "others see names, and read nothing", threshold)
          : question.is(
              State.WARN,
              "other users of the machine may read %s".formatted(names(read)),
              threshold);
    } catch (UnsupportedOperationException | IOException | UncheckedIOException e) {
      return question.unknown("the system does not tell: " + e);
    }
  }

  private static String names(List<Path> files) {
    return files.stream()
        .map(file -> file.getFileName().toString())
        .sorted()
        .limit(5)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** Whether one of {@code who} may do one of {@code what}: r, w or x. */
  private static boolean allows(Path file, String who, String what) {
    try {
      var given = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      return !Files.isSymbolicLink(file)
          && given
              .substring(given.length() - who.length())
              .chars()
              .anyMatch(c -> what.indexOf(c) >= 0);
    } catch (IOException e) {
      return false; // gone meanwhile
    }
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
            "newest file in the folder given with --backups",
            "Make one each night, and say where: %s; ./combot check --backups /backup"
                .formatted(command));
    if (context.backups().isEmpty()) {
      return question.is(State.WARN, "no backup is known", question.threshold());
    }
    try {
      var newest = newest(context.backups().get());
      if (newest.isEmpty()) {
        return question.is(
            State.FAIL, "there is no file in " + context.backups().get(), question.threshold());
      }
      var age = Duration.between(newest.get(), context.clock().instant());
      return question.measured(age.toMinutes() / 60.0, ServiceProbe.time(age));
    } catch (IOException | UncheckedIOException e) {
      return question.is(
          State.FAIL,
          "the folder %s can't be read".formatted(context.backups().get()),
          question.threshold());
    }
  }

  /** An empty file is no backup. */
  private static Optional<Instant> newest(Path folder) throws IOException {
    try (var files =
        Files.find(folder, DEEP, (_, found) -> found.isRegularFile() && found.size() > 0)) {
      Instant newest = null;
      for (var file : (Iterable<Path>) files::iterator) {
        var at =
            Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime().toInstant();
        newest = newest == null || at.isAfter(newest) ? at : newest;
      }
      return Optional.ofNullable(newest);
    }
  }
}
