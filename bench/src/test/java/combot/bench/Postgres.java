package combot.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server for one test, with an empty database. It refuses to run as root, and
 * then runs as Debian's user {@code postgres}. It ends with the tests, also where they are killed.
 */
final class Postgres implements AutoCloseable {

  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final String GUARDED =
      "\"$@\" & server=$!; read -r _; kill -INT $server; wait $server";

  private final Path folder = Files.createTempDirectory("combot-postgres");
  private final int port = freePort();
  private final Process process;

  /** Returns once it answers. */
  Postgres() throws Exception {
    if (ROOT) {
      var users = folder.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(folder, users.lookupPrincipalByName("postgres"));
    }
    var cluster = folder.resolve("cluster").toString();
    var made = start(program("initdb"), "-D", cluster, "-A", "trust", "-U", "combot", "--no-sync");
    if (made.waitFor() != 0) {
      throw new AssertionError("initdb failed: " + log());
    }
    var number = Integer.toString(port);
    process =
        start(
            "sh",
            "-c",
            GUARDED,
            "sh",
            program("postgres"),
            "-D",
            cluster,
            "-p",
            number,
            "-h",
            "127.0.0.1",
            "-k",
            "");
    awaitAnswer();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(String... command) throws IOException {
    var words = new ArrayList<String>();
    if (ROOT) {
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  /** On the path, or where Debian keeps it. */
  private static String program(String name) {
    var versions = new File("/usr/lib/postgresql").listFiles();
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
            Stream.of(versions == null ? new File[0] : versions)
                .map(version -> version.toPath().resolve("bin")))
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no " + name + " on this machine: run scripts/test-setup"))
        .toString();
  }

  private void awaitAnswer() throws IOException {
    long began = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
        throw new AssertionError("PostgreSQL does not start: " + log());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean answers() {
    try (var connection = DriverManager.getConnection(Database.at(address()).jdbc())) {
      return connection.isValid(1);
    } catch (SQLException _) {
      return false;
    }
  }

  /** As Combot is given it. */
  String address() {
    return "postgresql://combot:none@127.0.0.1:" + port + "/postgres";
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.onExit().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("PostgreSQL does not stop, process " + process.pid(), e);
    }
    try (var files = Files.walk(folder)) {
      files.map(Path::toFile).sorted(Comparator.reverseOrder()).forEach(File::delete);
    }
  }
}
