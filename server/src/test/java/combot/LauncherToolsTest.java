package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher has for developers: test, format, dev. */
class LauncherToolsTest {

  @TempDir Path machine;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine).ready();
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
}
