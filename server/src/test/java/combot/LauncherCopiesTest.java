package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copies of the build from which the launcher runs servers. */
class LauncherCopiesTest {

  @TempDir Path machine;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws Exception {
    checkout = new Checkout(machine).ready();
  }

  private Path servedFrom(String... command) throws Exception {
    var words = checkout.run(command).out().lines().toList();
    return Path.of(words.get(words.indexOf("-jar") + 1));
  }

  @Test
  void serversRunFromACopyThatNoBuildTouches() throws Exception {
    checkout.maven("3.9.9", "echo one >\"$jar\"");
    checkout.run("build");
    var one = servedFrom("serve");
    assertThat(one).startsWith(checkout.home.resolve("target/published")).hasContent("one");
    assertThat(servedFrom("worker")).isEqualTo(one);
    checkout.maven("3.9.9", "echo two >\"$jar\"");
    checkout.write("pom.xml", "newer");
    assertThat(servedFrom("restart")).isNotEqualTo(one).hasContent("two");
    assertThat(one).hasContent("one");
    assertThat(servedFrom("classify")).as("what ends soon").isEqualTo(checkout.jar());
  }

  @Test
  void oldCopiesGoUnlessTheyRun() throws Exception {
    for (var name : List.of("unused", "running", "just taken")) {
      checkout.write("target/published/" + name + "/quarkus-run.jar", name);
    }
    var published = checkout.home.resolve("target/published");
    Checkout.age(published.resolve("unused"), Duration.ofHours(1));
    Checkout.age(published.resolve("running"), Duration.ofHours(1));
    var running =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "read line",
                published.resolve("running/quarkus-run.jar").toString())
            .start();
    try {
      checkout.run("build");
      checkout.run("serve");
      assertThat(published.resolve("unused")).doesNotExist();
      assertThat(published.resolve("running")).exists();
      assertThat(published.resolve("just taken")).exists();
      assertThat(checkout.run("clean").exit()).isZero();
      assertThat(published.resolve("running")).exists();
      assertThat(checkout.home.resolve("target")).isDirectoryNotContaining("glob:**/built");
    } finally {
      running.destroyForcibly();
    }
  }
}
