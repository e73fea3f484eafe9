package combot;

import combot.control.ControlClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** {@code combot serve} of the packaged program, with two workers. For one thread. */
public final class GatewayProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Path log;
  private final int port;
  public final Path data;
  public final Process process;

  /**
   * Returns when all workers are ready.
   *
   * @param folder for its data and its log
   */
  public GatewayProcess(Path folder, String... options) throws IOException {
    this(folder, Map.of(), options);
  }

  /** The same, with such variables. */
  public GatewayProcess(Path folder, Map<String, String> variables, String... options)
      throws IOException {
    data = folder.resolve("data");
    log = folder.resolve("serve.log");
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcombot.worker-options=" + String.join(" ", WorkerProcess.JVM),
                "-Dcombot.home=" + System.getProperty("combot.home"),
                "-jar",
                System.getProperty("combot.jar"),
                "serve",
                "--port=" + port,
                "--data=" + data));
    words.addAll(List.of(options));
    var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    await("the first worker is ready", () -> log().contains("Stop with Ctrl-C."));
    await("all is well", this::isHealthy);
  }

  private boolean isHealthy() {
    return new ControlClient(data)
        .ask(new JsonObject().put("command", "status"), _ -> {})
        .filter(status -> status.getBoolean("healthy"))
        .isPresent();
  }

  /** Where it is reached. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** All that was printed. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Process ids of the workers. */
  public List<Long> workers() {
    return process.children().map(ProcessHandle::pid).sorted().toList();
  }

  /** Returns when it holds; fails where it takes too long. */
  public void await(String what, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new AssertionError(
            "within %s it did not come that %s:%n%s".formatted(PATIENCE, what, log()));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(60, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
