package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the launcher comes by a JDK. */
class LauncherJdkTest {
  private static final String BY_HAND = "https://adoptium.net/temurin/releases/?version=25";

  @TempDir Path machine;
  private Checkout checkout;
  private FakeAdoptium adoptium;

  @BeforeEach
  void removeTheJdk() throws Exception {
    checkout = new Checkout(machine).ready();
    checkout.environment.remove("JAVA_HOME");
    var packed = machine.resolve("packed");
    Checkout.jdk(packed.resolve("jdk-25.0.3+9"), "25.0.3");
    adoptium = new FakeAdoptium(packed);
    checkout.environment.put("COMBOT_ADOPTIUM", adoptium.address());
  }

  @AfterEach
  void closeTheServer() {
    adoptium.close();
  }

  private Path jdk(String name, String version) throws Exception {
    return Checkout.jdk(checkout.machine.resolve(name), version);
  }

  private static String java(Path jdk) {
    return jdk.resolve("bin/java").toString();
  }

  @Test
  void usesTheJdkOfJavaHomeBeforeAnyOther() throws Exception {
    checkout.environment.put("JAVA_HOME", jdk("mine", "26").toString());
    checkout.environment.put("COMBOT_JDK_DIRS", jdk("other", "25.0.1").toString());
    var run = checkout.run("classify");
    assertThat(run.out()).startsWith(java(checkout.machine.resolve("mine")));
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"17.0.9, is Java 17.0.9", "1.8.0_392, is Java 1.8.0_392", "'', is not a JDK"})
  void passesOverAJavaHomeThatWillNotDoAndSaysSoInOneLine(String version, String said)
      throws Exception {
    var home = version.isEmpty() ? checkout.machine.resolve("none") : jdk("old", version);
    checkout.environment.put("JAVA_HOME", home.toString());
    var found = jdk("usual/jdk-25", "25.0.1");
    checkout.environment.put("COMBOT_JDK_DIRS", checkout.machine + "/usual/*");
    var run = checkout.run("classify");
    assertThat(run.out()).startsWith(java(found));
    assertThat(run.err()).contains("JAVA_HOME (" + home + ") " + said).hasLineCount(1);
  }

  @Test
  void followsTheLinksOfTheJavaOnThePathToItsJdk() throws Exception {
    var found = jdk("jdk 25", "25.0.1");
    var alternative = checkout.machine.resolve("alternative");
    Files.createSymbolicLink(alternative, found.resolve("bin/java"));
    Files.createSymbolicLink(checkout.tools.resolve("java"), Path.of("../alternative"));
    assertThat(checkout.run("classify").out()).startsWith(java(found));
  }

  @Test
  void looksInEachFolderNamedPassingOverOldOnesAndThoseWithoutACompiler() throws Exception {
    jdk("first/jdk-17", "17.0.9");
    Files.delete(jdk("first/jre-25", "25").resolve("bin/javac"));
    var found = jdk("second place/jdk", "25.0.1");
    checkout.environment.put(
        "COMBOT_JDK_DIRS", checkout.machine + "/first/*:" + checkout.machine + "/second place/*");
    var run = checkout.run("classify");
    assertThat(run.out()).startsWith(java(found));
    assertThat(run.err()).isEmpty();
    assertThat(adoptium.requests).isEmpty();
  }

  @Test
  void asksTheCompilerWhereAJdkHasNoReleaseFile() throws Exception {
    var found = jdk("jdk", "25.0.1");
    Files.delete(found.resolve("release"));
    checkout.environment.put("COMBOT_JDK_DIRS", found.toString());
    assertThat(checkout.run("classify").out()).startsWith(java(found));
  }

  @Test
  void fetchesAJdkWhereThereIsNoneSaysSoInOneLineAndKeepsIt() throws Exception {
    var first = checkout.run("classify");
    assertThat(first.exit()).isZero();
    assertThat(first.out()).startsWith(java(checkout.home.resolve(".jdk/jdk-25.0.3+9")));
    assertThat(first.err()).contains("fetching Temurin 25").hasLineCount(1);
    var second = checkout.run("classify");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(adoptium.requests).hasSize(2);
    assertThat(checkout.fetched()).containsExactly("jdk-25.0.3+9");
  }

  @Test
  void fetchesWithWgetWhereThereIsNoCurl() throws Exception {
    checkout.link("wget");
    assertThat(checkout.tools.resolve("wget")).as("wget (apt-get install wget)").exists();
    Files.delete(checkout.tools.resolve("curl"));
    assertThat(checkout.run("classify").exit()).isZero();
    assertThat(checkout.fetched()).containsExactly("jdk-25.0.3+9");
  }

  @Test
  void readsAnAnswerThatIsOneLine() throws Exception {
    adoptium.assets = adoptium.assets.replaceAll("\\s+", "");
    assertThat(checkout.run("classify").exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, x86_64, glibc, x64, linux",
    "Linux, aarch64, glibc, aarch64, linux",
    "Linux, x86_64, musl libc, x64, alpine-linux",
    "Darwin, arm64, '', aarch64, mac"
  })
  void asksForTheJdkOfThisSystem(
      String kernel, String processor, String library, String architecture, String os)
      throws Exception {
    pretend(kernel, processor);
    Checkout.script(checkout.tools.resolve("ldd"), "echo '" + library + "' >&2; exit 1");
    assertThat(checkout.run("classify").exit()).isZero();
    assertThat(adoptium.requests.getFirst())
        .isEqualTo(
            "/v3/assets/latest/25/hotspot?architecture=%s&image_type=jdk&os=%s"
                .formatted(architecture, os));
  }

  @Test
  void findsTheJdkWithinAnArchiveForMacOs() throws Exception {
    pretend("Darwin", "arm64");
    var packed = machine.resolve("bundle");
    Checkout.jdk(packed.resolve("jdk-25/Contents/Home"), "25.0.3");
    try (var apple = new FakeAdoptium(packed)) {
      checkout.environment.put("COMBOT_ADOPTIUM", apple.address());
      var found = java(checkout.home.resolve(".jdk/jdk-25/Contents/Home"));
      assertThat(checkout.run("classify").out()).startsWith(found);
      assertThat(checkout.run("classify").out()).startsWith(found);
      assertThat(apple.requests).hasSize(2);
    }
  }

  @Test
  void saysWhatToDoOnAProcessorThatThereIsNoJdkFor() throws Exception {
    pretend("Linux", "mips");
    failsKeepingNothing("mips", BY_HAND);
    assertThat(adoptium.requests).isEmpty();
  }

  @Test
  void throwsAwayADownloadOfTheWrongChecksum() throws Exception {
    adoptium.checksum = "0123456789abcdef".repeat(4);
    failsKeepingNothing("SHA-256", adoptium.checksum, BY_HAND);
  }

  @Test
  void throwsAwayAnArchiveThatHoldsNoJdk() throws Exception {
    var packed = machine.resolve("old");
    Checkout.jdk(packed.resolve("jdk-17"), "17.0.9");
    try (var old = new FakeAdoptium(packed)) {
      checkout.environment.put("COMBOT_ADOPTIUM", old.address());
      failsKeepingNothing("is no JDK 25", BY_HAND);
    }
  }

  @Test
  void saysWhatToDoWhereAdoptiumAnswers500() throws Exception {
    adoptium.status = 500;
    failsKeepingNothing("500", BY_HAND);
  }

  @Test
  void saysWhatToDoWhereAdoptiumHasNoneForThisSystem() throws Exception {
    adoptium.assets = "[]";
    failsKeepingNothing("names no archive", BY_HAND);
  }

  @Test
  void saysWhatToDoWhereTheNetworkIsDown() throws Exception {
    adoptium.close();
    failsKeepingNothing("apt install openjdk-25-jdk", "brew install", BY_HAND);
  }

  @Test
  void fetchesOnceForTwoLaunchersThatStartTogether() throws Exception {
    var one = checkout.start(checkout.home.resolve("combot"), checkout.home, "classify", "one");
    var two = checkout.start(checkout.home.resolve("combot"), checkout.home, "classify", "two");
    assertThat(Checkout.end(one).exit()).isZero();
    assertThat(Checkout.end(two).exit()).isZero();
    assertThat(adoptium.requests).hasSize(2);
    assertThat(checkout.fetched()).containsExactly("jdk-25.0.3+9");
  }

  @Test
  void clearsAwayWhatALauncherThatWasKilledLeft() throws Exception {
    Files.createDirectories(checkout.home.resolve(".jdk/.new.1/unpacked"));
    var dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createSymbolicLink(checkout.home.resolve(".jdk/.lock"), Path.of("" + dead.pid()));
    assertThat(checkout.run("classify").exit()).isZero();
    assertThat(checkout.fetched()).containsExactly("jdk-25.0.3+9");
  }

  private void pretend(String kernel, String processor) throws Exception {
    Checkout.script(
        checkout.tools.resolve("uname"),
        "case $1 in -m) echo %s ;; *) echo %s ;; esac".formatted(processor, kernel));
  }

  private void failsKeepingNothing(String... said) throws Exception {
    var run = checkout.run("classify");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList().getLast()).contains(said);
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(checkout.fetched()).isEmpty();
  }
}
