package combot.bench;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code ./combot loadtest}, as a user starts it, against a stub.
 *
 * @param stage what it measured, in the form of its {@code --json}
 * @param right whether no answer was wrong and nothing was lost
 * @param lastMegabytes PSS of its process when it was last seen
 * @param mostMegabytes the most that was seen
 * @param cpu seconds, of the {@code generator}'s whole life and of the {@code stub} meanwhile
 */
record GeneratorRun(
    JsonObject stage,
    boolean right,
    double lastMegabytes,
    double mostMegabytes,
    Map<String, Double> cpu) {

  private static final long LOOK_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What was seen of a process until it ended. */
  private static final class Watch {
    private final LinkedHashMap<String, Long> processes = new LinkedHashMap<>();
    private Map<String, Double> cpu = Map.of();
    private double last;
    private double most;

    void look(long generator) {
      try {
        last = Memory.of(generator).map(Memory::pssMegabytes).orElse(0.0);
        most = Math.max(most, last);
        cpu = Cpu.now(processes).processes();
      } catch (IOException | UncheckedIOException _) {
        // it ended meanwhile: what was seen before holds
      }
    }
  }

  /**
   * @param users who loop without a pause
   * @throws IOException if it does not end well, naming where its output is
   */
  static GeneratorRun of(Path home, Path folder, StubProcess stub, int users, Duration time)
      throws IOException, InterruptedException {
    var json = folder.resolve("loadtest.json");
    var log = folder.resolve("loadtest.log");
    Files.deleteIfExists(json);
    Files.writeString(folder.resolve("key"), "k".repeat(32));
    var before = Cpu.now(new LinkedHashMap<>(Map.of("stub", stub.pid()))).server();
    var process =
        new ProcessBuilder(
                List.of(
                    home.resolve("combot").toString(),
                    "loadtest",
                    "soak",
                    "--users=" + users,
                    "--for=" + time.toMillis() + "ms",
                    "--time-scale=0",
                    "--warm-up=1s",
                    "--drop-out=0",
                    "--reload=0",
                    "--double-send=0",
                    "--slow-network=0",
                    "--max-requests=1000000000",
                    "--study=think-feel",
                    "--url=" + stub.url(),
                    "--key=" + folder.resolve("key"),
                    "--json=" + json))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    var watch = new Watch();
    watch.processes.put("generator", process.pid());
    watch.processes.put("stub", stub.pid());
    long deadline = System.nanoTime() + time.plus(PATIENCE).toNanos();
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      watch.look(process.pid());
      if (System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
      }
    }
    if (!Files.exists(json)) {
      throw new IOException("the load test failed; its output is in " + log);
    }
    var outcome = new JsonObject(Files.readString(json));
    var cpu = new LinkedHashMap<>(watch.cpu);
    cpu.computeIfPresent("stub", (_, seconds) -> seconds - before);
    return new GeneratorRun(
        outcome.getJsonArray("stages").getJsonObject(0),
        process.exitValue() == 0,
        watch.last,
        watch.most,
        cpu);
  }

  double requestsPerSecond() {
    return stage.getDouble("requests_per_second");
  }

  /** Milliseconds of a process's time for a request, start and end of the process included. */
  double cpuMillis(String process) {
    return cpu.getOrDefault(process, 0.0) * 1_000 / stage.getLong("requests");
  }

  /** Of all requests, milliseconds. */
  double percentile(String name) {
    return stage.getJsonObject("all").getDouble(name);
  }
}
