package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher makes the AOT cache, and when it uses it. */
class LauncherAotTest {

  @TempDir Path machine;
  private Checkout checkout;
  private Path made;
  private String use;

  /**
   * A java that writes down each cache it is asked for, makes it, and else prints its arguments.
   */
  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine).ready();
    made = machine.resolve("made");
    use = "\n-XX:AOTCache=" + checkout.home.resolve("target/published/a-build/worker.aot") + "\n";
    java("echo classes >\"${word#*=}\"");
  }

  private void java(String work) throws Exception {
    Checkout.script(
        checkout.machine.resolve("jdk/bin/java"),
        """
        case " $* " in
          *AOTMode=create*) for word; do case $word in -XX:AOTCache=*) %s ;; esac; done; echo made >>'%s' ;;
          *AOTMode=record*) ! env | grep COMBOT_ ;;
          *) printf '%%s\\n' "$@" ;;
        esac\
        """
            .formatted(work, made));
  }

  private int timesMade() throws Exception {
    return Files.exists(made) ? Files.readAllLines(made).size() : 0;
  }

  @Test
  void makesItOnceForServersAndGivesItToWorkers() throws Exception {
    checkout.environment.put("COMBOT_DATABASE", "postgresql://nowhere/x");
    var first = checkout.run("worker");
    assertThat(first.err()).isEqualTo("combot: Preparing quick starts …\n");
    assertThat(first.out()).contains(use, "\n-XX:+VerifySharedSpaces\n");
    var serve = checkout.run("serve");
    assertThat(serve.err()).isEmpty();
    assertThat(serve.out())
        .contains(use.replace("-XX:AOTCache", "-Dcombot.worker-cache"))
        .doesNotContain("\n-XX:AOTCache");
    assertThat(timesMade()).isEqualTo(1);
    assertThat(checkout.home.resolve("target")).isDirectoryNotContaining("glob:**aot.??????");
  }

  @Test
  void makesNoneForOtherCommandsAndGivesThemNone() throws Exception {
    assertThat(checkout.run("classify").out()).doesNotContain("AOT");
    assertThat(timesMade()).isZero();
    checkout.run("build");
    assertThat(timesMade()).isEqualTo(1);
    assertThat(checkout.run("classify").out()).doesNotContain("AOT");
  }

  @Test
  void makesItAnewForAnotherBuildAndForAnotherJdk() throws Exception {
    checkout.run("worker");
    checkout.run("worker");
    assertThat(timesMade()).isEqualTo(1);
    Files.writeString(checkout.home.resolve("target/built"), "another\n");
    checkout.run("worker");
    checkout.run("worker");
    assertThat(timesMade()).isEqualTo(2);
    Files.writeString(machine.resolve("jdk/release"), "JAVA_VERSION=\"25.0.4\"\n");
    checkout.run("worker");
    assertThat(timesMade()).isEqualTo(3);
  }

  @Test
  void serversStartWithoutOneThatCouldNotBeMadeAndItIsNotTriedAgain() throws Exception {
    java("echo no room; exit 1");
    var run = checkout.run("worker");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("each start takes a second longer", "target/aot.log");
    assertThat(checkout.home.resolve("target/aot.log")).content().contains("no room");
    assertThat(run.out()).endsWith("\nworker\n").doesNotContain("-XX:AOTCache");
    assertThat(checkout.run("worker").err()).isEmpty();
  }

  @Test
  void aTestsProgramMakesNone() throws Exception {
    checkout.environment.put("combot_lock_held", "yes");
    assertThat(checkout.run("worker").out()).doesNotContain("-XX:AOTCache");
    assertThat(timesMade()).isZero();
  }
}
