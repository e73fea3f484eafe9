package combot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is shipped in {@code deploy/} for Prometheus and Grafana. */
final class Deployed {
  private Deployed() {}

  static final Path PROMETHEUS = Checkout.project().resolve("deploy/prometheus");
  private static final Path DASHBOARD = Checkout.project().resolve("deploy/grafana/combot.json");
  private static final Pattern METRIC = Pattern.compile("\\b(?:combot|jvm|process)_[a-z_]+\\b");

  /** One alert. */
  record Alert(String name, String expression, Map<String, String> annotations) {}

  @SuppressWarnings("unchecked")
  static List<Alert> alerts() throws IOException {
    var file =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(PROMETHEUS.resolve("combot.rules.yml")));
    return ((List<Map<String, Object>>) file.get("groups"))
        .stream()
            .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
            .map(rule ->
                new Alert(
                    (String) rule.get("alert"),
                    (String) rule.get("expr"),
                    (Map<String, String>) rule.get("annotations")))
            .toList();
  }

  /** What the dashboard asks for. */
  static List<String> queries() throws IOException {
    return new ObjectMapper()
        .readTree(DASHBOARD.toFile()).findValues("expr").stream().map(JsonNode::asText).toList();
  }

  /** The names of all series that alerts and dashboard speak of. */
  static Set<String> series() throws IOException {
    var names = new TreeSet<String>();
    Stream.concat(alerts().stream().map(Alert::expression), queries().stream())
        .flatMap(query -> METRIC.matcher(query).results())
        .forEach(found -> names.add(found.group()));
    return names;
  }

  /** What promtool says, given this on its standard input; fails if it finds fault. */
  static String promtool(String input, String... arguments)
      throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    var process =
        new ProcessBuilder(command)
            .directory(PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = process.outputWriter()) {
      in.write(input);
    }
    var said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + " found fault:\n" + said);
    }
    return said;
  }
}
