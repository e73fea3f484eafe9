package combot.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server of our own, started as a user starts one: by the launcher, with its JVM options. */
final class ServerProcess implements AutoCloseable {

  /**
   * Ctrl-C in a terminal reaches all processes of it; when this one ends is ours to say. An ignored
   * signal stays ignored in what the shell becomes.
   */
  private static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\"");

  private static final Set<String> KEPT =
      Set.of("COMBOT_JAVA_OPTIONS", "COMBOT_JDK_DIRS", "COMBOT_ADOPTIUM");

  private static final long PAUSE_NANOS = 5_000_000;
  private static final int SECONDS_TO_END = 45;

  private final Process process;
  private final InetSocketAddress address;
  private final long startedAt;
  private final Path log;
  private final Thread onExit = new Thread(this::endLast);
  private volatile Runnable before = () -> {};

  /**
   * How one is started.
   *
   * @param home the installation
   * @param command {@code worker} or {@code serve}
   * @param folder where its output goes, to {@code server.log}, and its data, to {@code data}
   * @param options of the command, beside port, data and study
   * @param environment beside our own
   */
  record How(
      Path home,
      String command,
      Path folder,
      Path study,
      List<String> options,
      Map<String, String> environment) {

    How {
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }

    Path data() {
      return folder.resolve("data");
    }
  }

  private ServerProcess(Process process, InetSocketAddress address, long startedAt, Path log) {
    this.process = process;
    this.address = address;
    this.startedAt = startedAt;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * Starts one on a free port of the loopback address; it is ended with {@link #close} or with this
   * program.
   */
  static ServerProcess start(How how) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    var words = new ArrayList<>(DEAF);
    words.add(how.home().resolve("combot").toString());
    words.add(how.command());
    words.add("--port=" + address.getPort());
    words.add("--data=" + how.data());
    words.add("--study=" + how.study());
    words.addAll(how.options());
    var log = how.folder().resolve("server.log");
    var builder = new ProcessBuilder(words);
    // What is set for serving, such as a database, is no business of a measurement.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("COMBOT_") && !KEPT.contains(name));
    builder.environment().putAll(how.environment());
    builder
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .redirectInput(new File("/dev/null"));
    long startedAt = System.nanoTime();
    return new ServerProcess(builder.start(), address, startedAt, log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The launcher becomes the server (exec), so its number is the server's. */
  long pid() {
    return process.pid();
  }

  InetSocketAddress address() {
    return address;
  }

  /** {@link System#nanoTime} just before it was started. */
  long startedAt() {
    return startedAt;
  }

  Path log() {
    return log;
  }

  /** Of a gateway: its workers, in whatever state. */
  List<Child> children() {
    return process.children().map(ProcessHandle::pid).sorted().map(Child::new).toList();
  }

  /** Of a gateway: its workers that take requests. */
  List<Child> ready() {
    return children().stream().filter(Child::isReady).toList();
  }

  /** Whether it answers, and says that it is ready. */
  boolean isReady() {
    return Page.get(address, "/health/ready").filter(page -> page.status() == 200).isPresent();
  }

  /** Runs before this server is ended because this program is, as by Ctrl-C. */
  void beforeEnd(Runnable first) {
    before = first;
  }

  /**
   * Fails where it has ended by itself.
   *
   * @throws IOException saying where its output is
   */
  void check() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "the server ended with " + process.exitValue() + "; its output is in " + log);
    }
  }

  /**
   * Returns when {@code holds}, which is asked again and again.
   *
   * @throws IOException if the server ends before, or {@code patience} does
   */
  void await(String what, Duration patience, BooleanSupplier holds) throws IOException {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      check();
      if (System.nanoTime() - began > patience.toNanos()) {
        throw new IOException(
            "within %d s it did not come that %s; the server's output is in %s"
                .formatted(patience.toSeconds(), what, log));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void endLast() {
    before.run();
    end();
  }

  /** Ends it as a user would, and waits for its end. */
  void end() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException _) {
      // This program ends already, and the hook finds nothing left to do.
    }
  }
}
