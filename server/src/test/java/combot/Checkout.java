package combot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a project that is otherwise empty, on a machine that has nothing but
 * the usual tools: no JDK, no Maven, an empty home. JDKs and Mavens are shell scripts that say what
 * they were asked.
 */
final class Checkout {
  private static final List<String> TOOLS =
      List.of(
          ("sh cat tr sed grep head tail find mkdir rm mv ln readlink sleep tar gzip sha256sum curl uname awk df id"
                  + " dirname kill ldd env mktemp chmod cp date ps rmdir touch")
              .split(" "));

  /** What a run of the launcher came to. */
  record Run(int exit, String out, String err) {}

  final Path machine;
  final Path home;
  final Path tools;
  final Map<String, String> environment = new HashMap<>();

  Checkout(Path machine) throws IOException {
    this.machine = machine.toRealPath();
    home = this.machine.resolve("my studies/combot");
    tools = Files.createDirectory(this.machine.resolve("tools"));
    var project = project();
    copy(project.resolve("combot"), home.resolve("combot"));
    copy(project.resolve("pom.xml"), home.resolve("pom.xml"));
    try (var scripts = Files.list(project.resolve("scripts"))) {
      for (var script : scripts.toList()) {
        copy(script, home.resolve("scripts").resolve(script.getFileName().toString()));
      }
    }
    write("core/pom.xml", "");
    write("core/src/main/java/Study.java", "");
    write("server/pom.xml", "");
    write("server/src/main/java/Main.java", "");
    for (var tool : TOOLS) {
      link(tool);
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", Files.createDirectory(this.machine.resolve("nobody")).toString());
    environment.put("COMBOT_JDK_DIRS", "");
    environment.put("COMBOT_ADOPTIUM", "http://127.0.0.1:1");
  }

  /**
   * A JDK whose java prints its own path, then its arguments, a line each, and then exits with
   * $EXIT.
   */
  static Path jdk(Path where, String version) throws IOException {
    script(where.resolve("bin/java"), "printf '%s\\n' \"$0\" \"$@\"; exit ${EXIT:-0}");
    script(where.resolve("bin/javac"), "echo javac " + version);
    Files.writeString(
        where.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return where;
  }

  /** A machine that has a JDK and a Maven, and a project that is built. */
  Checkout ready() throws IOException {
    environment.put("JAVA_HOME", jdk(machine.resolve("jdk"), "25.0.3").toString());
    maven("3.9.9", "touch \"$jar\"");
    write("server/target/quarkus-app/quarkus-run.jar", "");
    var stamp = write("target/built", "a-build\n");
    // Well apart: two files written at once may be of the same age.
    try (var files = Files.walk(home)) {
      for (var file : files.toList()) {
        age(file, Duration.ofHours(2));
      }
    }
    age(stamp, Duration.ofHours(1));
    return this;
  }

  static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  /** A Maven that writes down what it was asked, then does {@code work}. */
  void maven(String version, String work) throws IOException {
    maven(tools.resolve("mvn"), version, work);
  }

  /** The same as the project's own wrapper. */
  void wrapper(String work) throws IOException {
    maven(home.resolve("mvnw"), "3.9.9", work);
  }

  private void maven(Path where, String version, String work) throws IOException {
    link("touch");
    script(
        where,
        """
        [ "$1" != -v ] || { echo 'Apache Maven %s (abc)'; exit 0; }
        jar='%s'
        echo "$*" >>'%s'
        mkdir -p "${jar%%/*}"
        sleep 0.05
        %s\
        """
            .formatted(version, jar(), machine.resolve("asked"), work));
  }

  /** What Maven was asked, a line for each start. */
  List<String> asked() throws IOException {
    var asked = machine.resolve("asked");
    return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
  }

  Path jar() {
    return home.resolve("server/target/quarkus-app/quarkus-run.jar");
  }

  Path write(String name, String text) throws IOException {
    var file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** The names in the folder of fetched JDKs, leftovers included. */
  List<String> fetched() throws IOException {
    var folder = home.resolve(".jdk");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var names = Files.list(folder)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    }
  }

  Run run(String... arguments) throws Exception {
    return end(start(home.resolve("combot"), home, arguments));
  }

  /** Starts the launcher by the path {@code launcher} in {@code folder}. */
  Process start(Path launcher, Path folder, String... arguments) throws IOException {
    var command = Stream.concat(Stream.of("/bin/sh", launcher.toString()), Stream.of(arguments));
    var builder = new ProcessBuilder(command.toList()).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Run end(Process process) throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end within 30 s");
    }
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes()),
        new String(process.getErrorStream().readAllBytes()));
  }

  /** Puts the machine's own tool of this name, if it has one, on the launcher's PATH. */
  void link(String tool) throws IOException {
    for (var folder : System.getenv("PATH").split(":")) {
      var target = Path.of(folder, tool);
      if (Files.isExecutable(target)) {
        // Not a link out of the folder: JUnit warns of each one that it deletes.
        script(tools.resolve(tool), "exec '" + target + "' \"$@\"");
        return;
      }
    }
  }

  static void script(Path where, String text) throws IOException {
    Files.createDirectories(where.getParent());
    Files.deleteIfExists(where);
    Files.writeString(where, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(where, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** The project's own folder. */
  static Path project() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("combot"))) {
        return folder;
      }
    }
    throw new UncheckedIOException(new IOException("no folder above this one holds the launcher"));
  }
}
