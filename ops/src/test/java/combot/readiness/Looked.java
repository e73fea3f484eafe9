package combot.readiness;

import combot.memory.JvmMemory;
import combot.memory.MachineMemory;
import combot.memory.ModelState;
import combot.memory.ProcessMemory;
import combot.memory.Sample;
import combot.memory.SampleFile;
import combot.study.StudyFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A machine and a Combot on it as a test wants them, and what a probe says of them. */
final class Looked {

  static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  private final Path folder;
  private Path root = Path.of("/");
  private Path data;
  private URI url;
  private Path backups;
  private Limits limits = Limits.defaults();
  final List<JsonObject> past = new ArrayList<>();
  private InstantSource clock = InstantSource.fixed(NOW);
  final HashMap<String, Double> figures = new HashMap<>();
  final JsonArray workers = new JsonArray();
  final JsonObject configuration = new JsonObject();
  final JsonObject status =
      new JsonObject()
          .put("pid", 10)
          .put("url", "http://127.0.0.1:1")
          .put("workers", workers)
          .put("configuration", configuration)
          .put("problems", new JsonArray());
  final JsonObject stored = new JsonObject();
  final JsonObject models = new JsonObject();
  JsonObject health = new JsonObject();
  String version = "";
  Path copy;

  /**
   * @param folder a temporary one
   */
  Looked(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of a system that is looked at in place of the real one. */
  Looked system(String file, String content) {
    root = folder.resolve("root");
    write(root.resolve(file), content);
    return this;
  }

  /** The same for what a process has open. */
  Looked open(long pid, String... names) throws IOException {
    root = folder.resolve("root");
    var open = Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
    for (int i = 0; i < names.length; i++) {
      Files.createSymbolicLink(open.resolve(Integer.toString(i)), Path.of(names[i]));
    }
    return this;
  }

  static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Looked worker(int number, long pid, JsonObject checks) {
    workers.add(
        new JsonObject()
            .put("number", number)
            .put("pid", pid)
            .put("state", "ready")
            .put("age_seconds", 3_700)
            .put("memory_mb", 120)
            .put("recycled_after", 50)
            .put("checks", checks));
    return this;
  }

  /** Has a study served, from a copy of its file as it is now. */
  Looked serve(Path file) {
    var study = StudyFile.read(file);
    version = study.version();
    copy = data.resolve("studies/" + version.substring(0, 16)).resolve(file.getFileName());
    try {
      write(copy, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    configuration.put("studies", new JsonArray().add(file.toString()));
    stored.put(
        "studies",
        new JsonArray().add(new JsonObject().put("study", study.id()).put("version", version)));
    return this;
  }

  Looked data(Path other) {
    data = other;
    return this;
  }

  Looked url(String other) {
    url = URI.create(other);
    return this;
  }

  Looked backups(Path other) {
    backups = other;
    return this;
  }

  /** Changes thresholds, as a file of them does. */
  Looked limits(String yaml) {
    var file = folder.resolve("thresholds.yaml");
    write(file, yaml);
    limits = Limits.defaults().changedBy(file);
    return this;
  }

  Looked before(JsonObject report) {
    past.add(report);
    return this;
  }

  Looked clock(InstantSource other) {
    clock = other;
    return this;
  }

  Path data() {
    return data;
  }

  Context context() {
    return new Context(
        root,
        data,
        new Running(status, health, stored, new WantedModels(models)),
        limits,
        clock,
        Optional.ofNullable(url),
        Optional.ofNullable(backups),
        past,
        figures);
  }

  Line line(Probe probe, String id) {
    return probe.look(context()).stream()
        .filter(line -> line.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + id));
  }

  State state(Probe probe, String id) {
    return line(probe, id).state();
  }

  /** Samples of a worker, so many seconds ago. */
  void sampled(long pid, int... secondsAgo) throws IOException {
    var file = new SampleFile(data().resolve("memory.tsv"), 1 << 20);
    for (int ago : secondsAgo) {
      file.add(
          new Sample(
              NOW.minusSeconds(ago),
              pid,
              new ProcessMemory(2, 1, ProcessMemory.Measure.PSS),
              new MachineMemory(2, 1, false),
              new JvmMemory(1, 1, 1, 1, 1, Duration.ZERO),
              ModelState.LOADED,
              Duration.ZERO,
              0));
    }
  }
}
