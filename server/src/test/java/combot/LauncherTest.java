package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher runs the program, and what it does by itself. */
class LauncherTest {

  @TempDir Path machine;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine).ready();
  }

  @Test
  void runsTheProgramFromAnyFolderThroughALinkWithItsArgumentsAsTheyAre() throws Exception {
    var folder = Files.createDirectory(checkout.machine.resolve("elsewhere"));
    var near = Files.createSymbolicLink(folder.resolve("near"), checkout.home.resolve("combot"));
    var far = Files.createSymbolicLink(folder.resolve("far"), Path.of("near"));
    for (var launcher : new Path[] {near, far, Path.of("far")}) {
      var run = Checkout.end(checkout.start(launcher, folder, "classify", "it's  late", "", "*"));
      assertThat(run.exit()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("\n-Dcombot.home=" + checkout.home + "\n")
          .endsWith("\n-jar\n" + checkout.jar() + "\nclassify\nit's  late\n\n*\n");
    }
    assertThat(checkout.asked()).isEmpty();
  }

  @Test
  void givesAWorkerASmallHeapAndCompactHeaders() throws Exception {
    assertThat(checkout.run("worker", "--port", "8001").out())
        .contains("\n-Xmx48m\n", "\n-XX:TieredStopAtLevel=1\n", "\n-XX:+UseCompactObjectHeaders\n")
        .endsWith("\nworker\n--port\n8001\n");
  }

  @Test
  void startsTheGatewayQuicklyAndGivesItTheOptionsOfItsWorkers() throws Exception {
    checkout.environment.put("COMBOT_JAVA_OPTIONS", "-Da=b");
    assertThat(checkout.run("serve", "--port", "8001").out())
        .contains("\n-Xmx64m\n", "\n-XX:TieredStopAtLevel=1\n", "\n-XX:+UseSerialGC\n")
        .containsPattern("\n-Dcombot.worker-options=.* -Xmx48m .* -Da=b\n")
        .doesNotContain("\n-Xmx48m\n", "\n-Da=b\n")
        .endsWith("\nserve\n--port\n8001\n");
  }

  @Test
  void startsOtherCommandsQuicklyWithoutABoundOfTheHeap() throws Exception {
    assertThat(checkout.run("classifier", "train").out())
        .contains("\n-XX:TieredStopAtLevel=1\n")
        .doesNotContain("-Xmx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "loadtest"})
  void takesLittleOfTheMachineThatItMeasures(String command) throws Exception {
    assertThat(checkout.run(command, "--help").out())
        .contains("\n-Xmx192m\n", "\n-Djdk.virtualThreadScheduler.parallelism=1\n")
        .endsWith("\n" + command + "\n--help\n");
  }

  @Test
  void saysNothingOfATerminalThatItCannotAskForItsWidth() throws Exception {
    for (var tool : List.of("script", "setsid", "stty", "cut")) {
      checkout.link(tool);
    }
    var elsewhere =
        checkout.write(
            "elsewhere",
            "exec script -qec \"setsid -w /bin/sh '%s' check\" /dev/null"
                .formatted(checkout.home.resolve("combot")));
    assertThat(Checkout.end(checkout.start(elsewhere, checkout.home)).out())
        .contains("-Xmx192m")
        .doesNotContain("/dev/tty");
  }

  @Test
  void addsTheOptionsOfTheEnvironmentAfterItsOwn() throws Exception {
    checkout.environment.put("COMBOT_JAVA_OPTIONS", "-Xmx200m -Da=b");
    assertThat(checkout.run("worker").out()).containsSubsequence("-Xmx48m\n", "-Xmx200m\n-Da=b\n");
  }

  @Test
  void passesTheExitCodeOfTheProgramOn() throws Exception {
    checkout.environment.put("EXIT", "37");
    assertThat(checkout.run("classify").exit()).isEqualTo(37);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help", "-h"})
  void listsTheCommandsWithoutAJdkOrABuild(String command) throws Exception {
    Files.delete(checkout.jar());
    checkout.environment.remove("JAVA_HOME");
    var run = command.isEmpty() ? checkout.run() : checkout.run(command);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("./combot serve", "./combot doctor");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void leavesHelpToTheProgramThatIsBuiltAsItIs() throws Exception {
    checkout.write("pom.xml", "newer");
    assertThat(checkout.run().out()).endsWith("\nhelp\n");
    assertThat(checkout.run("--version").out()).endsWith("\n--version\n");
    assertThat(checkout.asked()).isEmpty();
  }

  @Test
  void knowsItsVersionWithoutABuild() throws Exception {
    Files.delete(checkout.jar());
    assertThat(checkout.run("version").out()).matches("combot \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  /** What looks at a running server, or ends it, is not kept waiting by a build. */
  private static final Set<String> AT_ONCE =
      Set.of(
          "version", "help", "status", "monitor", "check", "drain", "cleanup", "recycle", "reload",
          "stop");

  @Test
  void handsEveryCommandOfTheProgramOnAndBuildsFirst() throws Exception {
    var commands = Main.commandLine().getSubcommands().keySet();
    assertThat(commands).containsAll(AT_ONCE);
    for (var command : commands) {
      int before = checkout.asked().size();
      checkout.write("pom.xml", "newer");
      assertThat(checkout.run(command).out()).endsWith("\n" + command + "\n");
      assertThat(checkout.asked().size() - before)
          .as(command)
          .isEqualTo(AT_ONCE.contains(command) ? 0 : 1);
    }
  }

  @Test
  void helpOfItsOwnCommandsDoesNothingElse() throws Exception {
    for (var command : Usage.LAUNCHERS) {
      if (!command.equals("bench")) {
        var help = checkout.run(command, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: ").containsOnlyOnce("./combot " + command);
        assertThat(checkout.run("help", command)).isEqualTo(help);
      }
    }
    assertThat(checkout.jar()).exists();
    assertThat(checkout.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "build", "clean"})
  void refusesArgumentsWhereThereAreNone(String command) throws Exception {
    var run = checkout.run(command, "--all");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(command + " takes no arguments, was given --all");
    assertThat(checkout.jar()).exists();
  }

  @Test
  void buildsAndFetchesNothingForACommandThatThereIsNot() throws Exception {
    checkout.write("pom.xml", "newer");
    assertThat(checkout.run("sevre").out()).as("the program says so").endsWith("\nsevre\n");
    Files.delete(checkout.jar());
    var run = checkout.run("sevre");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no command sevre", "./combot help");
    assertThat(checkout.asked()).isEmpty();
  }

  @Test
  void everyVariableThatIsDocumentedIsAccepted() throws Exception {
    var launcher = Files.readString(checkout.home.resolve("combot"));
    var header = launcher.substring(0, launcher.indexOf("set -eu"));
    var readme = Files.readString(Checkout.project().resolve("README.md"));
    assertThat(variables(header))
        .containsExactly("COMBOT_ADOPTIUM", "COMBOT_JAVA_OPTIONS", "COMBOT_JDK_DIRS");
    assertThat(variables(readme)).contains("COMBOT_CLASSIFIER_MODEL", "COMBOT_JAVA_OPTIONS");
    var documented = variables(header + readme);
    documented.add("COMBOT_HOME"); // set by the launcher itself
    assertThat(Settings.VARIABLES).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static Set<String> variables(String text) {
    return Pattern.compile("\\bCOMBOT_[A-Z_]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDoctorTellsALineEachAndFailsWhereSomethingNeededIsMissing() throws Exception {
    var well = checkout.run("doctor");
    assertThat(well.out())
        .contains(
            "ok       JDK 25.0.3",
            "ok       Maven 3.9",
            "note     no chromium",
            "note     no postgresql",
            "note     no prometheus",
            "note     no redis-server",
            "note     no systemd",
            "note     no wget");
    checkout.environment.remove("JAVA_HOME");
    var ill = checkout.run("doctor");
    assertThat(ill.exit()).isEqualTo(1);
    assertThat(ill.out()).contains("missing  JDK 25").hasLineCount(12);
  }
}
