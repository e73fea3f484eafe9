package combot.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * A real PostgreSQL server, which listens on a free port of this machine and ends with the tests,
 * also where they are killed. It refuses to run as root, and then runs as Debian's user {@code
 * postgres}.
 */
public final class PostgresProcess implements AutoCloseable {

  static final String USER = "combot";
  static final String PASSWORD = "p@ss/wörd%";
  private static final String ENCODED = "p%40ss%2Fw%C3%B6rd%25";
  private static final String TEMPLATE = "migrated";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/lib/postgresql"), Path.of("/opt/homebrew/opt"));

  /** Ends the server once nobody holds the other end of its input. */
  private static final String GUARDED =
      "\"$@\" & server=$!; read -r _; kill -INT $server; wait $server";

  private static PostgresProcess shared;

  private final AtomicInteger databases = new AtomicInteger();
  private final Path directory;
  private final int port;
  private Process process;

  /** A server of one's own, running and empty. */
  public PostgresProcess() {
    try {
      directory = Files.createTempDirectory("combot-postgres");
      port = freePort();
      var password = Files.writeString(directory.resolve("password"), PASSWORD);
      for (var path : List.of(directory, password)) {
        give(path);
      }
      // By MD5, as the thorough way takes 10 ms for each of the tests' many connections.
      var init = List.of("--pwfile=" + password, "-A", "md5", "-U", USER, "--no-sync");
      var command = command("initdb", "-D", cluster(), "-E", "UTF8", "--locale=C");
      command.addAll(init);
      if (logged(command).start().waitFor() != 0) {
        throw new AssertionError("initdb failed: " + Files.readString(log()));
      }
      start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** The one that all tests share. */
  public static synchronized PostgresProcess shared() {
    if (shared == null) {
      shared = new PostgresProcess();
      var template = shared.create(TEMPLATE, "template0");
      Store.open(PostgresUrl.parse(template)).close();
    }
    return shared;
  }

  /** The address of a new database that has the tables; {@link #shared} servers only. */
  String migrated() {
    return create("test" + databases.incrementAndGet(), TEMPLATE);
  }

  /** The address of a new, empty database. */
  public String empty() {
    return create("test" + databases.incrementAndGet(), "template0");
  }

  private String create(String name, String template) {
    admin("create database " + name + " template " + template);
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, ENCODED, port, name);
  }

  /** Removes a database, whoever is connected. */
  public void drop(String address) {
    admin("drop database " + PostgresUrl.parse(address).name() + " with (force)");
  }

  private void admin(String sql) {
    try (var connection = connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private Connection connect(String name) throws SQLException {
    var login = new Properties();
    login.put("user", USER);
    login.put("password", PASSWORD);
    return new Driver().connect("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name), login);
  }

  /** Starts it, on the same port and data each time, and returns once it answers. */
  public void start() {
    var command =
        command(
            "postgres",
            "-D",
            cluster(),
            "-p",
            Integer.toString(port),
            "-h",
            "127.0.0.1",
            "-k",
            "",
            "-F",
            "-N",
            "200");
    var guarded = new ArrayList<>(asUser());
    guarded.addAll(List.of("sh", "-c", GUARDED, "sh"));
    guarded.addAll(command.subList(asUser().size(), command.size()));
    try {
      process = logged(guarded).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Together.await("PostgreSQL to start; see " + log(), this::answers);
  }

  private boolean answers() {
    try (var connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Stops it and its connections at once; returns when it is gone. */
  public void stop() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("PostgreSQL does not stop, process " + process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (!Files.exists(directory)) {
      return;
    }
    stop();
    try (var files = Files.walk(directory)) {
      files.map(Path::toFile).sorted(Comparator.reverseOrder()).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArrayList<String> command(String program, String... arguments) {
    var command = new ArrayList<>(asUser());
    command.add(find(program));
    command.addAll(List.of(arguments));
    return command;
  }

  private ProcessBuilder logged(List<String> command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static List<String> asUser() {
    return isRoot()
        ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
        : List.of();
  }

  private static void give(Path path) throws IOException {
    if (isRoot()) {
      var users = path.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(path, users.lookupPrincipalByName("postgres"));
    }
  }

  private static String find(String program) {
    return candidates()
        .map(place -> place.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "no "
                    + program
                    + " on this machine: run scripts/test-setup, or install PostgreSQL"))
        .toString();
  }

  /** On the path, and where Debian and Homebrew put it. */
  private static Stream<Path> candidates() {
    var path = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
    return Stream.concat(path, PLACES.stream().flatMap(PostgresProcess::versions));
  }

  private static Stream<Path> versions(Path place) {
    var versions = place.toFile().listFiles((_, name) -> name.matches("\\d+|postgresql.*"));
    return versions == null
        ? Stream.empty()
        : Stream.of(versions).map(it -> it.toPath().resolve("bin"));
  }

  private String cluster() {
    return directory.resolve("cluster").toString();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
