package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how the launcher builds. */
class LauncherBuildTest {

  private static final String PACKAGE = "-B -ntp -q -DskipTests package";

  @TempDir Path machine;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine).ready();
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

  @Test
  void cleansAndBuildsWhenTold() throws Exception {
    assertThat(checkout.run("clean").exit()).isZero();
    assertThat(checkout.jar()).doesNotExist();
    assertThat(checkout.run("build").exit()).isZero();
    assertThat(checkout.run("build").exit()).isZero();
    assertThat(checkout.asked()).containsExactly(PACKAGE, PACKAGE);
  }
}
