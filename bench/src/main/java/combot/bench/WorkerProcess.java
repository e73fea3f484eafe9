package combot.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A worker of our own, started as a user starts one: by the launcher, with its JVM options. */
final class WorkerProcess implements AutoCloseable {

  private final Process process;
  private final InetSocketAddress address;
  private final long startedAt;
  private final Path log;
  private final Thread onExit = new Thread(this::end);

  private WorkerProcess(Process process, InetSocketAddress address, long startedAt, Path log) {
    this.process = process;
    this.address = address;
    this.startedAt = startedAt;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * Starts one on a free port of the loopback address; it is ended with {@link #close} or with this
   * program.
   *
   * @param home the installation
   * @param data its data directory
   * @param log where its output goes
   */
  static WorkerProcess start(Path home, Path data, Path study, Path log) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    var builder =
        new ProcessBuilder(
            home.resolve("combot").toString(),
            "worker",
            "--port",
            Integer.toString(address.getPort()),
            "--data",
            data.toString(),
            "--study",
            study.toString());
    builder
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .redirectInput(new File("/dev/null"));
    long startedAt = System.nanoTime();
    return new WorkerProcess(builder.start(), address, startedAt, log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The launcher becomes the worker (exec), so its number is the worker's. */
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

  /**
   * Fails where it has ended by itself.
   *
   * @throws IOException saying where its output is
   */
  void check() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "the worker ended with " + process.exitValue() + "; its output is in " + log);
    }
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it as a user would, and waits for its end. */
  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(onExit);
  }
}
