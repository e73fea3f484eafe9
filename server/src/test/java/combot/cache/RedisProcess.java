package combot.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import combot.store.Together;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis server, which listens on a free port of this machine, keeps nothing on disk and ends
 * with the tests, also where they are killed. For tests of any package.
 */
public final class RedisProcess implements AutoCloseable {
  public static final String PASSWORD = "p@ss/wörd+%";
  private static final String ENCODED = "p%40ss%2Fw%C3%B6rd+%25";

  /** Ends the server once nobody holds the other end of its input. */
  private static final String GUARDED =
      "\"$@\" & server=$!; echo $server; read -r _; kill -9 $server; wait $server";

  private final List<String> options;
  private final Path directory;
  private final int port;
  private Process guard;
  private long pid;

  /**
   * Running and empty.
   *
   * @param options further ones of redis-server
   */
  public RedisProcess(String... options) {
    this.options = List.of(options);
    try {
      directory = Files.createTempDirectory("combot-redis");
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Its address, the password in it. */
  public String address() {
    return address("redis", port);
  }

  static String address(String scheme, int port) {
    return "%s://:%s@127.0.0.1:%d".formatted(scheme, ENCODED, port);
  }

  /** Starts it, empty, on the same port each time, and returns once it answers. */
  public void start() {
    var command = new ArrayList<>(List.of("sh", "-c", GUARDED, "sh", program()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--requirepass", PASSWORD));
    command.addAll(List.of("--logfile", directory.resolve("log").toString()));
    command.addAll(options);
    try {
      guard = new ProcessBuilder(command).directory(directory.toFile()).start();
      pid = Long.parseLong(guard.inputReader().readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Together.await("Redis to start; see " + directory, this::answers);
  }

  private boolean answers() {
    try {
      return say("PING").equals("PONG");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** {@code kill -9}: returns when it is gone. */
  public void kill() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("Redis does not die, process " + pid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code kill -STOP}: it keeps its connections and answers nothing. */
  public void halt() {
    signal("-STOP");
  }

  /** {@code kill -CONT}. */
  public void goOn() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      if (new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor() != 0) {
        throw new AssertionError("no process " + pid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Says a command, and returns the reply's lines without their marks and lengths. */
  public String say(String... words) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(10_000);
      var out = new StringBuilder(encoded("AUTH", PASSWORD)).append(encoded(words));
      socket.getOutputStream().write(out.append(encoded("QUIT")).toString().getBytes(UTF_8));
      var lines = new String(socket.getInputStream().readAllBytes(), UTF_8).lines().toList();
      return String.join(
          "\n",
          lines.subList(1, lines.size() - 1).stream()
              .filter(line -> !line.matches("[*$]\\d+"))
              .map(line -> line.replaceFirst("^[+:-]", ""))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String... words) {
    var out = new StringBuilder("*" + words.length + "\r\n");
    for (var word : words) {
      out.append("$%d\r\n%s\r\n".formatted(word.getBytes(UTF_8).length, word));
    }
    return out.toString();
  }

  /** Keys that fit, in order. */
  public List<String> keys(String pattern) {
    return say("KEYS", pattern).lines().sorted().toList();
  }

  @Override
  public void close() {
    if (!Files.exists(directory)) {
      return;
    }
    kill();
    try (var files = Files.walk(directory)) {
      files.map(Path::toFile).sorted(Comparator.reverseOrder()).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program() {
    for (var folder : (System.getenv("PATH") + ":/opt/homebrew/bin").split(File.pathSeparator)) {
      var program = Path.of(folder, "redis-server");
      if (Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw new AssertionError(
        "no redis-server on this machine: run scripts/test-setup, or install Redis");
  }
}
