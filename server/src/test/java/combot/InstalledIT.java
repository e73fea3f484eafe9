package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real program, installed and run by somebody who may write nothing of it. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
class InstalledIT {

  private static final int NOBODY = 65_534;

  @TempDir Path machine;
  private Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void servesAnotherUserWithoutABuildAndLeavesTheProgramAsItIs() throws Exception {
    var root = machine.resolve("the root");
    var home = checkout();
    done(home, List.of(home + "/combot", "install", "--root", root.toString()));
    var program = root.resolve("opt/combot");
    var before = state(program);
    var data = Files.createDirectory(machine.resolve("data"));
    open(machine, root, data);

    assertThat(done(data, asNobody(program + "/combot", "version"))).startsWith("Combot ");
    process =
        started(
            data,
            asNobody(program + "/combot", "serve", "--port=0", "--workers=1", "--data=" + data));
    try (var out = process.inputReader()) {
      assertThat(out.lines().takeWhile(line -> !line.contains("Stop with Ctrl-C")))
          .anyMatch(line -> line.contains("participant page"))
          .noneMatch(line -> line.contains("Building"));
    }
    assertThat(state(program)).isEqualTo(before);
  }

  /**
   * As after {@code ./combot build}: while tests run, the project itself is not taken for built.
   */
  private Path checkout() throws Exception {
    var home = Files.createDirectories(machine.resolve("home"));
    var project = System.getProperty("combot.home");
    var copy =
        "cd '%s' && cp -Rp combot scripts studies deploy docs README.md LICENSE '%s'"
                .formatted(project, home)
            + " && mkdir -p '%1$s/server/target' '%1$s/target'".formatted(home)
            + " && cp -Rp '%s' '%s/server/target/'"
                .formatted(Path.of(System.getProperty("combot.jar")).getParent(), home)
            + " && touch '%s/target/built'".formatted(home);
    done(home, List.of("/bin/sh", "-c", copy));
    return home;
  }

  private static Process started(Path folder, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
    return builder.start();
  }

  private static String done(Path folder, List<String> command) throws Exception {
    var process = started(folder, command);
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Root may write anywhere; others need not be anybody else. */
  private static List<String> asNobody(String... command) {
    var first =
        "root".equals(System.getProperty("user.name"))
            ? Stream.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
            : Stream.<String>of();
    return Stream.concat(first, Stream.of(command)).toList();
  }

  private static void open(Path machine, Path root, Path data) throws Exception {
    Files.setPosixFilePermissions(machine, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    done(machine, List.of("chmod", "-R", "a-w", root.resolve("opt").toString()));
  }

  private static List<String> state(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(file -> file + " " + file.toFile().lastModified()).sorted().toList();
    }
  }
}
