package combot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What one has to know of a run to read its figures. */
final class Setting {

  private Setting() {}

  static SequencedMap<String, String> of(Plan plan, Target target) throws IOException {
    var setting = new LinkedHashMap<String, String>();
    setting.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    setting.put(
        "machine",
        "%d × %s, %s".formatted(Runtime.getRuntime().availableProcessors(), processor(), system()));
    setting.put("java", Runtime.version().toString());
    if (target.data().isPresent()) {
      setting.put("disk", Files.getFileStore(target.data().get()).type());
    }
    Optional.ofNullable(System.getenv("COMBOT_JAVA_OPTIONS"))
        .ifPresent(options -> setting.put("options", options));
    setting.put(
        "scenarios",
        plan.scenarios().stream().map(Scenario::title).collect(Collectors.joining(" ")));
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
