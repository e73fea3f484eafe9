package combot.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** {@code ./combot serve} as a user starts it, and participants that come by it. */
final class Served implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path home = Path.of(System.getProperty("combot.home"));
  private final long since = System.currentTimeMillis() - 1;
  private final Texts texts = new Texts(0);
  private final Path folder;
  private final Process gateway;
  private final Target target;
  private final Runner runner;

  /** Returns when all workers are ready. */
  Served(Path folder, String... options) throws IOException {
    this.folder = folder;
    target = new Target(free(), OptionalLong.empty(), Optional.of(folder.resolve("data")));
    runner = new Runner(target, texts, _ -> {});
    var words =
        new ArrayList<>(
            List.of(
                home.resolve("combot").toString(),
                "serve",
                "--port=" + target.address().getPort(),
                "--data=" + folder.resolve("data"),
                "--study=" + Session.withoutQuota(home, folder)));
    words.addAll(Arrays.asList(options));
    var builder = new ProcessBuilder(words);
    builder.environment().put("combot_lock_held", "yes"); // it is built, and Maven runs
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    gateway =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    int workers = words.contains("--workers=1") ? 1 : 2;
    await("all are ready", () -> !gateway.isAlive() || becameReady() >= workers);
    if (!gateway.isAlive()) {
      throw new IllegalStateException("it ended: " + log());
    }
  }

  private static InetSocketAddress free() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var socket = new ServerSocket(0, 1, loopback)) {
      return new InetSocketAddress(loopback, socket.getLocalPort());
    }
  }

  /** 15 participants in closed loop, one conversation after another. */
  Tally load(Duration time) throws IOException {
    var load =
        new Load(
            Extent.of(time), () -> runner.conversation(false), () -> Cpu.now(OptionalLong.empty()));
    new Loop(target.address(), load).run(15);
    return load.measured(new Scenario(Scenario.What.CACHED, 15)).tally();
  }

  Reconciliation stored() throws SQLException {
    return Reconciliation.of(folder.resolve("data"), since, runner.sent(), texts);
  }

  Process gateway() {
    return gateway;
  }

  List<ProcessHandle> workers() {
    return gateway.children().toList();
  }

  /** Workers that became ready since the start; the first is told by the links. */
  long becameReady() {
    return log().lines().filter(line -> line.matches("Stop with Ctrl-C.|.* is ready")).count();
  }

  boolean isReady() {
    var address = target.address();
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket
          .getOutputStream()
          .write("GET /health/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return line.endsWith(" 200");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a worker a signal by its number. */
  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void await(String what, BooleanSupplier holds) {
    await(what, PATIENCE, holds);
  }

  void await(String what, Duration patience, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - began > patience.toNanos()) {
        throw new AssertionError(
            "within " + patience + " it did not come that " + what + ":\n" + log());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Ends it, and whatever it left behind. */
  @Override
  public void close() {
    var left = workers();
    gateway.destroy();
    try {
      if (!gateway.waitFor(40, TimeUnit.SECONDS)) {
        gateway.destroyForcibly();
      }
    } catch (InterruptedException e) {
      gateway.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    left.forEach(ProcessHandle::destroyForcibly);
  }
}
