package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code combot install} and {@code uninstall}, below a folder of the tests' own. */
@EnabledOnOs(OS.LINUX)
class InstallTest {

  private static final String UNIT = "etc/systemd/system/combot.service";
  private static final String ENV = "etc/combot/combot.env";

  @TempDir Path machine;

  private Checkout checkout;
  private Path root;

  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine);
    for (var part : List.of("studies", "deploy", "docs", "README.md", "LICENSE")) {
      copy(Checkout.project().resolve(part), checkout.home.resolve(part));
    }
    checkout.ready();
    checkout.environment.put("PATH", checkout.tools + ":" + System.getenv("PATH"));
    root = Files.createDirectory(checkout.machine.resolve("the root"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Checkout.Run run(String command, String... options) throws Exception {
    var words = Stream.of(Stream.of(command, "--root", root.toString()), Stream.of(options));
    return checkout.run(words.flatMap(each -> each).toArray(String[]::new));
  }

  private List<String> done(String command, String... options) throws Exception {
    var run = run(command, options);
    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().lines().toList();
  }

  private String refused(String command, String... options) throws Exception {
    var run = run(command, options);
    assertThat(run.exit()).as(run.out()).isPositive();
    return run.err();
  }

  private String read(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(file -> "" + root.relativize(file)).toList();
    }
  }

  @Test
  void putsEverythingInItsPlaceAndASecondTimeChangesNothing() throws Exception {
    assertThat(done("install", "--port", "8765", "--host=0.0.0.0"))
        .anyMatch(line -> line.matches("new +/opt/combot, with a copy of the JDK .*/jdk"))
        .contains("new        /var/lib/combot, for the data")
        .contains("new        /" + ENV, "new        /" + UNIT);
    assertThat(read(ENV)).contains("\nSERVE_OPTIONS=--port 8765 --host 0.0.0.0\n");
    assertThat(mode(root.resolve(ENV))).isEqualTo("rw-r-----");
    assertThat(mode(root.resolve("etc/combot"))).isEqualTo("rwxr-x---");
    assertThat(mode(root.resolve("var/lib/combot"))).isEqualTo("rwxr-x---");
    assertThat(read(UNIT))
        .isEqualTo(Files.readString(checkout.home.resolve("deploy/systemd/combot.service")));
    var before = files();
    assertThat(done("install", "--port=8765"))
        .allMatch(line -> line.matches("(unchanged|kept|left out) .*"))
        .contains("unchanged  /opt/combot", "unchanged  /" + UNIT, "kept       /" + ENV);
    assertThat(files()).isEqualTo(before);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void runsFromItsPlaceWithoutSourcesOrMavenOrTheFormerFolder() throws Exception {
    done("install");
    Files.move(checkout.home, checkout.machine.resolve("gone"));
    checkout.environment.remove("JAVA_HOME");
    var placed = root.resolve("opt/combot/combot");
    for (var command : List.of("version", "serve", "worker")) {
      var run = Checkout.end(checkout.start(placed, checkout.machine, command));
      assertThat(run.exit()).as(run.toString()).isZero();
      var build =
          command.equals("version") ? "server/target/quarkus-app" : "target/published/a-build";
      assertThat(run.out())
          .startsWith(root.resolve("opt/combot/.jdk/") + "/")
          .endsWith(
              root.resolve("opt/combot").resolve(build).resolve("quarkus-run.jar")
                  + "\n"
                  + command
                  + "\n");
    }
    assertThat(checkout.asked()).isEmpty();
  }

  @Test
  void keepsTheBuildThatRunsBesideTheNewOne() throws Exception {
    done("install");
    Files.writeString(checkout.home.resolve("target/built"), "a-newer-build\n");
    done("install");
    var published = root.resolve("opt/combot/target/published");
    assertThat(published.resolve("a-build/quarkus-run.jar")).exists();
    assertThat(published.resolve("a-newer-build/quarkus-run.jar")).exists();
    assertThat(done("install"))
        .noneMatch(line -> line.startsWith("changed") || line.startsWith("new"));
  }

  @Test
  void updatesTheProgramAndKeepsConfigurationDataAndStudiesOfOnesOwn() throws Exception {
    done("install");
    Files.writeString(root.resolve(ENV), "SERVE_OPTIONS=--port 9000\nCOMBOT_LOG=json\n");
    Files.writeString(root.resolve("var/lib/combot/combot.db"), "what people said");
    Files.writeString(root.resolve("opt/combot/studies/mine.yaml"), "study: mine");
    Files.writeString(root.resolve("opt/combot/studies/think-feel.yaml"), "study: changed");
    Files.createDirectory(root.resolve("opt/combot/studies/pilot"));
    Files.writeString(root.resolve("opt/combot/studies/pilot/a.yaml"), "study: pilot");
    Files.copy(
        checkout.home.resolve("studies/newsletter-tone.yaml"),
        root.resolve("opt/combot/studies/copy.yaml"));
    Files.writeString(checkout.home.resolve("README.md"), "a newer one");
    assertThat(done("install"))
        .anyMatch(line -> line.startsWith("changed    /opt/combot, "))
        .contains(
            "kept       /opt/combot/studies/copy.yaml, your own",
            "kept       /opt/combot/studies/mine.yaml, your own",
            "kept       /opt/combot/studies/pilot/a.yaml, your own",
            "kept       /opt/combot/studies/think-feel.yaml, your own");
    assertThat(read("opt/combot/README.md")).isEqualTo("a newer one");
    assertThat(read("opt/combot/studies/mine.yaml")).isEqualTo("study: mine");
    assertThat(read("opt/combot/studies/think-feel.yaml")).isEqualTo("study: changed");
    assertThat(read(ENV)).contains("COMBOT_LOG=json");
    assertThat(read("var/lib/combot/combot.db")).isEqualTo("what people said");
    assertThat(run("install", "--port", "8765").err())
        .contains("not taken over: --port 8765", "/etc/combot/combot.env");

    assertThat(done("uninstall"))
        .contains(
            "removed    /opt/combot, but for studies",
            "kept       /opt/combot/studies/mine.yaml, your own",
            "kept       /var/lib/combot, the data",
            "kept       /etc/combot, the configuration");
    assertThat(files())
        .contains(ENV, "var/lib/combot/combot.db", "opt/combot/studies/mine.yaml")
        .contains("opt/combot/studies/pilot/a.yaml", "opt/combot/studies/copy.yaml")
        .doesNotContain(UNIT, "opt/combot/combot");
    assertThat(done("install")).contains("kept       /opt/combot/studies/mine.yaml, your own");
    assertThat(read("opt/combot/studies/pilot/a.yaml")).isEqualTo("study: pilot");
  }

  @Test
  void resumesAnUpdateThatWasBrokenOffBetweenItsTwoMoves() throws Exception {
    done("install");
    Files.writeString(root.resolve("opt/combot/studies/mine.yaml"), "study: mine");
    Files.move(root.resolve("opt/combot"), root.resolve("opt/combot.old"));
    done("install");
    assertThat(read("opt/combot/studies/mine.yaml")).isEqualTo("study: mine");
  }

  @Test
  void takesOtherPlacesWithSpacesAndRemembersThem() throws Exception {
    done("install", "--prefix", "/srv/the program", "--data", "/srv/the data", "--user=lab");
    assertThat(read(UNIT))
        .contains(
            "\nExecStart=\"/srv/the program/combot\" serve --data \"/srv/the data\" $SERVE_OPTIONS\n",
            "\nReadWritePaths=\"/srv/the data\"\n",
            "\nWorkingDirectory=/srv/the data\n",
            "\nUser=lab\n")
        .doesNotContain("StateDirectory=", "/opt/combot", "/var/lib/combot");
    assertThat(done("install")).contains("unchanged  /srv/the program", "kept       /srv/the data");
    assertThat(refused("install", "--data", "/srv/elsewhere"))
        .contains("is installed in /srv/the program, with its data in /srv/the data");
    done("uninstall");
    assertThat(root.resolve("srv/the program")).doesNotExist();
    assertThat(root.resolve("srv/the data")).isDirectory();
  }

  @Test
  void deletesDataOnlyWhereThatIsSaidTwice() throws Exception {
    done("install");
    Files.writeString(root.resolve("var/lib/combot/combot.db"), "what people said");
    assertThat(refused("uninstall", "--purge-data")).contains("say --yes too. Nothing was done");
    assertThat(files()).contains("var/lib/combot/combot.db", UNIT);
    assertThat(done("uninstall", "--purge-data", "--yes"))
        .contains("removed    /var/lib/combot", "removed    /etc/combot");
    assertThat(files()).isEmpty();
    assertThat(refused("uninstall")).contains("Combot is not installed here");
  }

  @Test
  void leavesFoldersOfOthersAlone() throws Exception {
    var file = Files.createDirectories(root.resolve("srv/theirs")).resolve("file");
    Files.writeString(file, "theirs");
    assertThat(refused("install", "--data", "/srv/theirs"))
        .contains("holds something else than Combot's data");
    assertThat(refused("install", "--prefix", "/srv/theirs"))
        .contains("holds something that install has not put there");
    done("install", "--data", "/srv/mine");
    Files.writeString(root.resolve("srv/mine/thesis.odt"), "theirs");
    assertThat(refused("uninstall", "--purge-data", "--yes"))
        .contains("holds something else than Combot's data");
    assertThat(file).hasContent("theirs");
    assertThat(root.resolve("srv/mine/thesis.odt")).hasContent("theirs");
  }

  @Test
  void givesRedisAPasswordThatItKeeps() throws Exception {
    Checkout.script(checkout.tools.resolve("redis-server"), "");
    assertThat(done("install", "--redis")).contains("new        /etc/combot/redis.conf");
    var address = read("etc/combot/redis.env").strip();
    assertThat(address).matches("COMBOT_REDIS=redis://default:[0-9a-f]{48}@127.0.0.1:6390/0");
    assertThat(read("etc/combot/redis.conf"))
        .endsWith("requirepass " + address.replaceAll(".*default:|@.*", "") + "\n")
        .contains("maxmemory-policy allkeys-lru", "save \"\"");
    assertThat(mode(root.resolve("etc/combot/redis.conf"))).isEqualTo("rw-r-----");
    assertThat(read("etc/systemd/system/combot.service.d/redis.conf"))
        .contains("Wants=combot-redis.service", "EnvironmentFile=-/etc/combot/redis.env");
    done("install", "--redis");
    assertThat(read("etc/combot/redis.env").strip()).isEqualTo(address);
    done("uninstall");
    assertThat(root.resolve("etc/systemd/system")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 80, 'between 1024 and 65535, was 80'",
    "--port, x, 'between 1024 and 65535, was x'",
    "--host, a b, take an address or a name",
    "--user, root, 'not root'",
    "--user, A, take a name of small letters",
    "--data, /home/me/data, a service can't see this folder",
    "--data, relative, begins with /",
    "--data, /srv, a folder of its own",
    "--data, /srv/$x, 'letters, digits, spaces'",
    "--data, /srv/../etc, 'letters, digits, spaces'",
    "--data, /opt/combot/data, which updates replace",
    "--prefix, /var/lib/combot/x, is within the data's folder",
    "--colour, red, install has no option --colour",
  })
  void saysWhatIsWrongAndDoesNothing(String option, String value, String said) throws Exception {
    assertThat(refused("install", option, value)).contains(said);
    assertThat(files()).isEmpty();
  }

  @Test
  void asksForABuildAndForRoot() throws Exception {
    Files.delete(checkout.home.resolve("target/built"));
    assertThat(refused("install")).contains("run './combot build' first, as yourself");
    Checkout.script(checkout.tools.resolve("id"), "echo 1000");
    for (var command : List.of("install", "uninstall")) {
      var run = checkout.run(command);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo(
              "combot: %s writes to the system's folders: run it as root, 'sudo ./combot %s'\n"
                  .formatted(command, command));
    }
  }

  @Test
  void installsUnitsThatSystemdUnderstands() throws Exception {
    Checkout.script(checkout.tools.resolve("redis-server"), "");
    done("install", "--redis", "--prefix=/srv/the program", "--data=/srv/the data");
    var units = new ArrayList<String>();
    for (var name : List.of("combot.service", "combot-redis.service")) {
      // The programs that it looks for are below the root.
      var unit =
          read("etc/systemd/system/" + name)
              .replace("ExecStart=\"/", "ExecStart=\"" + root + "/")
              .replace("/usr/bin/redis-server", checkout.tools + "/redis-server");
      units.add(Files.writeString(machine.resolve(name), unit).toString());
    }
    var words = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    words.addAll(units);
    var verified = Checkout.end(new ProcessBuilder(words).start());
    assertThat(verified).isEqualTo(new Checkout.Run(0, "", ""));
    Files.writeString(
        Path.of(units.getFirst()),
        Files.readString(Path.of(units.getFirst())).replace("WatchdogSec=30", "WatchdogSec=soon"));
    assertThat(Checkout.end(new ProcessBuilder(words).start()).err())
        .contains("Failed to parse sec value");
  }
}
