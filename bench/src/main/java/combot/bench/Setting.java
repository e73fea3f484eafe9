package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What one has to know of a run to read its figures. */
final class Setting {

  private Setting() {}

  static SequencedMap<String, String> of(List<String> scenarios, Optional<Database> database)
      throws IOException {
    var setting = new LinkedHashMap<String, String>();
    setting.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    setting.put(
        "machine",
        "%d × %s, %s".formatted(Runtime.getRuntime().availableProcessors(), processor(), system()));
    setting.put("java", Runtime.version().toString());
    database.ifPresent(it -> setting.put("database", it.toString()));
    var folder = database.flatMap(Database::folder);
    if (folder.isPresent()) {
      setting.put("disk", Files.getFileStore(folder.get()).type());
    }
    Optional.ofNullable(System.getenv("COMBOT_JAVA_OPTIONS"))
        .ifPresent(options -> setting.put("options", options));
    setting.put("scenarios", String.join(" ", scenarios));
    return setting;
  }

  private static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  private static String processor() throws IOException {
    var cpuinfo = Path.of("/proc/cpuinfo");
    if (!Files.exists(cpuinfo)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
