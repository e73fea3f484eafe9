package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** How the launcher builds and runs the program, and what it does by itself. */
class LauncherTest {
  private static final String PACKAGE = "-B -ntp -q -DskipTests package";

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

  @Test
  void leavesStandardInputToTheProgramEvenWhereItBuilds() throws Exception {
    Files.delete(checkout.jar());
    checkout.maven("3.9.9", "cat; touch \"$jar\"");
    Checkout.script(checkout.machine.resolve("jdk/bin/java"), "cat");
    var process = checkout.start(checkout.home.resolve("combot"), checkout.home, "classify");
    process.getOutputStream().write("the parcel is late".getBytes());
    assertThat(Checkout.end(process).out()).isEqualTo("the parcel is late");
    assertThat(checkout.asked()).containsExactly(PACKAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "server/pom.xml",
        "core/src/main/java/Study.java",
        "server/src/main/resources/new/page.html",
        "training/model"
      })
  void buildsOnceWhereASourceIsNewerThanTheBuild(String source) throws Exception {
    checkout.write(source, "newer");
    var run = checkout.run("classify");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).endsWith("classify\n");
    assertThat(run.err()).isEqualTo("combot: Building Combot …\n");
    assertThat(checkout.run("classify").err()).isEmpty();
    assertThat(checkout.asked()).containsExactly(PACKAGE);
  }

  @Test
  void buildsWhereASourceWasTakenAway() throws Exception {
    Files.delete(checkout.home.resolve("core/src/main/java/Study.java"));
    checkout.run("classify");
    assertThat(checkout.asked()).hasSize(1);
  }

  @Test
  void doesNotBuildForStudiesAndTests() throws Exception {
    checkout.write("studies/mine.yaml", "");
    checkout.write("core/src/test/java/StudyTest.java", "");
    checkout.run("serve");
    assertThat(checkout.asked()).isEmpty();
  }

  @Test
  void saysThatTheFirstBuildTakesMinutesAndBuildsWithTheJdkItFound() throws Exception {
    Files.delete(checkout.jar());
    checkout.maven("3.9.9", "echo \"$JAVA_HOME, $PWD\"; touch \"$jar\"");
    var run = checkout.run("classify");
    assertThat(run.err())
        .isEqualTo("combot: Building Combot (first time: a few minutes for downloads) …\n");
    assertThat(checkout.home.resolve("target/build.log"))
        .content()
        .isEqualTo(checkout.machine.resolve("jdk") + ", " + checkout.home + "\n");
  }

  @Test
  void showsTheErrorsOfAFailedBuildAndTheLogAndBuildsAgainNextTime() throws Exception {
    checkout.write("pom.xml", "newer");
    checkout.maven("3.9.9", "touch \"$jar\"; echo '[INFO] so far'; echo '[ERROR] no'; exit 1");
    var run = checkout.run("classify");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] no\n", "" + checkout.home.resolve("target/build.log"))
        .doesNotContain("so far");
    checkout.run("classify");
    assertThat(checkout.asked()).hasSize(2);
  }

  @Test
  void doesNotTakeABuildThatWasKilledForAFinishedOne() throws Exception {
    checkout.maven("3.9.9", "touch \"$jar\"; kill -9 $PPID");
    assertThat(checkout.run("build").exit()).isEqualTo(137);
    checkout.maven("3.9.9", "touch \"$jar\"");
    assertThat(checkout.run("classify").exit()).isZero();
    assertThat(checkout.asked()).hasSize(2);
  }

  @Test
  void buildsOnceForTwoLaunchersThatStartTogether() throws Exception {
    checkout.write("pom.xml", "newer");
    checkout.maven("3.9.9", "sleep 0.3; touch \"$jar\"");
    var one = checkout.start(checkout.home.resolve("combot"), checkout.home, "classify", "one");
    var two = checkout.start(checkout.home.resolve("combot"), checkout.home, "classify", "two");
    assertThat(Checkout.end(one).out()).endsWith("one\n");
    assertThat(Checkout.end(two).out()).endsWith("two\n");
    assertThat(checkout.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.6.3", "2.2.1"})
  void buildsWithTheWrapperWhereMavenIsTooOld(String version) throws Exception {
    checkout.write("pom.xml", "newer");
    checkout.maven(version, "exit 1");
    checkout.wrapper("touch \"$jar\"");
    assertThat(checkout.run("classify").exit()).isZero();
  }

  @Test
  void buildsWithTheWrapperWhereThereIsNoMaven() throws Exception {
    checkout.write("pom.xml", "newer");
    Files.delete(checkout.tools.resolve("mvn"));
    checkout.wrapper("touch \"$jar\"");
    assertThat(checkout.run("classify").exit()).isZero();
    assertThat(checkout.asked()).containsExactly(PACKAGE);
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

  private void putToolsOfTests() throws IOException {
    for (var tool :
        List.of("chromium", "postgres", "promtool", "redis-server", "systemd-analyze", "wget")) {
      Checkout.script(checkout.tools.resolve(tool), "");
    }
  }

  @Test
  void testsShowWhatMavenSaysTakeFurtherArgumentsAndPassItsExitCodeOn() throws Exception {
    putToolsOfTests();
    checkout.maven("3.9.9", "echo Tests run: 3; exit 1");
    var run = checkout.run("test", "-Dtest=EngineTest");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("Tests run: 3");
    assertThat(checkout.asked())
        .containsExactly(
            "-B -ntp -Dsurefire.failIfNoSpecifiedTests=false verify -Dtest=EngineTest");
    checkout.run("classify");
    assertThat(checkout.asked()).as("the build was left as it was").hasSize(1);
  }

  @Test
  void testsInstallWhatTheyNeedFirstWhereTheyMay() throws Exception {
    Checkout.script(checkout.tools.resolve("uname"), "echo Linux");
    Checkout.script(checkout.tools.resolve("id"), "echo 0");
    Checkout.script(
        checkout.tools.resolve("apt-get"),
        """
        [ "$2" != update ] || exit 0
        for word; do
          case $word in
            postgresql) word=postgres ;;
            prometheus) word=promtool ;;
            redis-server) ;;
            systemd) word=systemd-analyze ;;
            chromium | wget) ;;
            *) continue ;;
          esac
          echo '#!/bin/sh' >'%1$s/'$word
          chmod +x '%1$s/'$word
        done\
        """
            .formatted(checkout.tools));
    assertThat(checkout.run("test").err())
        .endsWith("need: chromium postgresql prometheus redis-server systemd wget …\n")
        .hasLineCount(1);
    assertThat(checkout.run("test").err()).isEmpty();
    Files.delete(checkout.tools.resolve("wget"));
    assertThat(checkout.run("test").err()).endsWith("need: wget …\n").hasLineCount(1);
    assertThat(checkout.tools.resolve("wget")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 100", ""})
  void testsRunWithoutWhatCannotBeInstalledAndSayHowToGetIt(String apt) throws Exception {
    Checkout.script(checkout.tools.resolve("id"), "echo 0");
    if (!apt.isEmpty()) {
      Checkout.script(checkout.tools.resolve("apt-get"), "echo no such package; " + apt);
    }
    var run = checkout.run("test");
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains(
            "apt install chromium",
            "apt install postgresql",
            "apt install prometheus",
            "apt install redis-server",
            "apt install wget");
    assertThat(checkout.asked()).hasSize(1);
  }

  @Test
  void fastTestsCheckTheFormatAndLeaveOutWhatIsSlow() throws Exception {
    checkout.run("test", "--fast", "-X");
    assertThat(checkout.asked().getFirst())
        .endsWith(" spotless:check test -DexcludedGroups=slow -X");
  }

  @Test
  void aTestMayStartTheProgramWhileTheTestsHoldTheLock() throws Exception {
    putToolsOfTests();
    checkout.maven("3.9.9", "sh ./combot classify");
    var run = checkout.run("test");
    assertThat(run.out()).endsWith("classify\n");
    assertThat(checkout.asked()).hasSize(1);
  }

  @Test
  void formatsAndChecksTheFormat() throws Exception {
    checkout.run("format");
    checkout.run("format", "--check");
    var misspelt = checkout.run("format", "--chekc");
    assertThat(misspelt.exit()).isEqualTo(2);
    assertThat(misspelt.err()).contains("--check or nothing, was given --chekc");
    assertThat(checkout.asked())
        .containsExactly("-B -ntp -q spotless:apply", "-B -ntp -q spotless:check");
  }

  @Test
  void reloadsWithTheWrapperWhereMavenIsTooOldForThat() throws Exception {
    checkout.maven("3.8.7", "exit 1");
    checkout.wrapper("");
    assertThat(checkout.run("dev", "--port", "8001").exit()).isZero();
    assertThat(checkout.asked().getLast())
        .contains("quarkus:dev")
        .endsWith("-Dquarkus.args=worker --port 8001");
  }

  @Test
  void reloadsWithArgumentsAsTheyAre() throws Exception {
    checkout.run("dev", "--study", "my study.yaml", "--data", "it's", "--host", "");
    assertThat(checkout.asked().getLast())
        .endsWith("-Dquarkus.args=worker --study 'my study.yaml' --data \"it's\" --host ''");
    assertThat(checkout.run("dev", "--data", "'\"").exit()).isEqualTo(2);
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
  void cleansAndBuildsWhenTold() throws Exception {
    assertThat(checkout.run("clean").exit()).isZero();
    assertThat(checkout.jar()).doesNotExist();
    assertThat(checkout.run("build").exit()).isZero();
    assertThat(checkout.run("build").exit()).isZero();
    assertThat(checkout.asked()).containsExactly(PACKAGE, PACKAGE);
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
