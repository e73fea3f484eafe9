package combot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The packaged worker as a process of its own, with a port and a data directory that outlive its
 * death. It is started for a test class, and again before a test where the last one left it dead.
 * Where a test fails, what the process printed is shown. The field must be static:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final WorkerProcess worker = WorkerProcess.serving("--study", "studies/think-feel.yaml");
 * }</pre>
 *
 * <p>For one thread.
 */
public final class WorkerProcess
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, TestWatcher, AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofSeconds(2);
  private static final long PAUSE = Duration.ofMillis(25).toNanos();

  /** As the launcher gives them to workers. */
  public static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx48m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(GLANCE).build();
  private final List<String> arguments;
  private final int port;
  private final Path directory;
  private List<String> options = List.of();
  private Process process;

  private WorkerProcess(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
    this.port = freePort();
    try {
      this.directory = Files.createTempDirectory("combot-worker");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A worker that is not started yet.
   *
   * @param arguments beside {@code --port} and {@code --data}; relative paths start at the
   *     project's root
   */
  public static WorkerProcess serving(String... arguments) {
    return new WorkerProcess(List.of(arguments));
  }

  /** Gives the JVM further options from the next start on, instead of those given before. */
  public WorkerProcess with(String... options) {
    this.options = List.of(options);
    return this;
  }

  /** Starts the process and waits until it is ready, on the same port and data each time. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException("the worker runs already, as process " + process.pid());
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Dcombot.warm-up=0");
    command.addAll(options);
    command.addAll(List.of("-Dcombot.home=" + home(), "-jar", required("combot.jar"), "worker"));
    command.addAll(List.of("--port", Integer.toString(port), "--data", data().toString()));
    command.addAll(arguments);
    try {
      var builder = new ProcessBuilder(command);
      builder.environment().putIfAbsent("COMBOT_LOG", "human");
      process =
          builder
              .directory(home().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
    }
    // A test run that is broken off leaves no worker behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitReady();
  }

  /** {@code kill -9}: returns when the process is gone. */
  public void kill() {
    try {
      if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " survived kill -9");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the worker died", e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** {@code http://127.0.0.1:PORT}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The data directory. */
  public Path data() {
    return directory.resolve("data");
  }

  /** The process, for its number and its like. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** All that was printed since the first start. */
  public String output() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!isAlive()) {
      start();
    }
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.err.printf("%s: the worker said%n%s%n", context.getDisplayName(), output());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Ends the process and deletes its data. */
  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
    http.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the worker ended with code %d:%n%s".formatted(process.exitValue(), output()));
      }
      if (System.nanoTime() - deadline > 0) {
        kill();
        throw new IllegalStateException(
            "the worker was not ready after %s:%n%s".formatted(START, output()));
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private boolean isReady() {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/health/ready")).timeout(GLANCE).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the worker started", e);
    }
  }

  private Path log() {
    return directory.resolve("worker.log");
  }

  private static Path home() {
    return Path.of(required("combot.home"));
  }

  private static String required(String property) {
    var value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(
          "the system property %s is absent: run tests of processes as *IT by failsafe, with mvn verify"
              .formatted(property));
    }
    return value;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
