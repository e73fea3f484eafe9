package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlException;
import combot.control.ControlSocket;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code serve} takes, and what it refuses before it starts a server. */
class ServeCommandTest {
  private static final Path STUDY = Path.of("..", "studies", "newsletter-tone.yaml");

  @TempDir Path folder;

  private record Ran(int code, String err) {}

  private static Ran run(String... words) {
    var err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute(words);
    return new Ran(code, err.toString());
  }

  private Ran serve(Path data, String option, String value) {
    var study = STUDY.toString();
    return run("serve", "--study", study, "--data", data.toString(), option, value);
  }

  private static ServerCommand parsed(String... words) {
    var parsed = Main.commandLine().parseArgs(words);
    return (ServerCommand) parsed.subcommand().commandSpec().userObject();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "worker"})
  void servesTheDefaultStudyToThisMachineUnlessTold(String name) {
    var command = parsed(name);
    assertThat(command.port).isEqualTo(8000);
    assertThat(command.host).isEqualTo("127.0.0.1");
    assertThat(command.data).isEqualTo(Path.of("data"));
    assertThat(command.studies)
        .singleElement()
        .satisfies(file -> assertThat(file).endsWithRaw(Path.of("studies", "think-feel.yaml")));
    assertThat(command.database).isNull();
    assertThat(command.redis).isNull();
    assertThat(command.origins).isEmpty();
  }

  @Test
  void keepsTwoWorkersAndReplacesThemAfterFiftyConversationsUnlessTold() {
    var command = (ServeCommand) parsed("serve");
    assertThat(command.workers).isEqualTo(2);
    assertThat(command.recycleAfter).isEqualTo(50);
    assertThat(command.recycleInterval).isEqualTo(60);
    assertThat(((ServeCommand) parsed("serve", "--recycle-after=0")).recycleAfter).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--workers, 0, between 1 and 64",
    "--workers, 65, between 1 and 64",
    "--workers, two, between 1 and 64",
    "--recycle-after, -1, between 0 and 1000000",
    "--recycle-interval, 1.5, between 0 and 1000000",
  })
  void saysWhichNumbersItTakes(String option, String value, String allowed) {
    assertThat(run("serve", option, value).err())
        .contains("must be a whole number " + allowed + ", was " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "https://lab.example.org, https://lab.example.org",
    "HTTPS://Lab.Example.ORG, https://lab.example.org",
    "https://lab.example.org:443, https://lab.example.org",
    "http://lab.example.org:80, http://lab.example.org",
    "http://lab.example.org:443, http://lab.example.org:443",
    "http://[::1]:3000, http://[::1]:3000",
  })
  void takesAnOriginAsBrowsersSendIt(String given, String origin) {
    assertThat(parsed("serve", "--cors-origin", given).origins).containsExactly(origin);
  }

  @ParameterizedTest
  @CsvSource({
    "https://lab.example.org/, did you mean https://lab.example.org?",
    "https://Lab.example.org:443/a?b, did you mean https://lab.example.org?",
    "https://me@lab.example.org, did you mean https://lab.example.org?",
    "lab.example.org, must be http or https",
    "ftp://lab.example.org, must be http or https",
    "null, must be http or https",
    "*, must be http or https",
    "https://lab example, must be http or https",
  })
  void refusesWhatIsNoOrigin(String given, String said) {
    var ran = run("serve", "--cors-origin", given);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--cors-origin", said, "was " + given).hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, http://127.0.0.1:", "::1, http://[::1]:", "[::1], http://[::1]:"})
  void linksToTheAddressThatItListensOn(String host, String url) {
    var listening = Listening.on(host, 0);
    assertThat(listening.port()).isPositive();
    assertThat(listening.url()).isEqualTo(url + listening.port());
    assertThat(listening.isEverywhere()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, http://127.0.0.1:", "::, http://[::1]:"})
  void linksToThisMachineWhereItListensOnAllAddresses(String host, String url) {
    var listening = Listening.on(host, 0);
    assertThat(listening.url()).isEqualTo(url + listening.port());
    assertThat(listening.isEverywhere()).isTrue();
  }

  @Test
  void saysThatAPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ran = serve(folder, "--port", "" + taken.getLocalPort());
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err())
          .startsWith("Port " + taken.getLocalPort() + " of 127.0.0.1 is in use.")
          .contains("--port")
          .hasLineCount(1);
    }
  }

  @Test
  void saysWhatElseIsWrongBeforeThatAPortIsInUse() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = "" + taken.getLocalPort();
      assertThat(serve(file, "--port", port).err()).startsWith(file + " is a file");
      for (var wrong : List.of("--redis=reddis://x", "--database=mysql://x")) {
        var data = folder.resolve("data").toString();
        var said =
            run("serve", "--study", STUDY.toString(), "--data", data, "--port", port, wrong).err();
        assertThat(said).contains("address").doesNotContain("Port").hasLineCount(1);
      }
    }
  }

  @Test
  void saysThatCombotRunsAlreadyThereAndAsWhichProcessBeforeThatItsPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ =
            ControlSocket.open(
                folder, (_, _) -> new JsonObject().put("pid", ProcessHandle.current().pid()))) {
      assertThat(serve(folder, "--port", "" + taken.getLocalPort()))
          .isEqualTo(
              new Ran(
                  1,
                  "Combot runs already on the data folder %1$s (process %2$d): see './combot status --data %1$s', or give another folder with --data.%n"
                      .formatted(folder, ProcessHandle.current().pid())));
    }
  }

  @Test
  void saysThatCombotRunsAlreadyWhereThatOneDoesNotSayItsProcess() throws Exception {
    try (var _ =
        ControlSocket.open(
            folder,
            (_, _) -> {
              throw new ControlException("it is busy");
            })) {
      assertThat(serve(folder, "--port", "0").err())
          .startsWith("Combot runs already on the data folder " + folder + ": see");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-host.invalid, There is no host 'no-such-host.invalid'.",
    "'', There is no host ''.",
    "192.0.2.7, 192.0.2.7 is no address of this machine.",
  })
  void saysWhatIsWrongWithAHost(String host, String said) {
    var ran = serve(folder, "--host", host);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith(said).contains("--host").hasLineCount(1);
  }

  @Test
  void saysThatLowPortsAreTheAdministrators() throws Exception {
    // Said by hand, for the tests' user may be the administrator.
    var denied = new BindException("Permission denied");
    assertThat(Listening.reason("127.0.0.1", InetAddress.getLoopbackAddress(), 80, denied))
        .contains("ports below 1024 are the administrator's", "--port");
  }

  @Test
  void makesADataFolderThatNobodyElseMayEnter() throws Exception {
    var made = DataFolder.ready(folder.resolve("deep/data"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    var asUsual = Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("usual")));
    assertThat(Files.getPosixFilePermissions(made.getParent())).isEqualTo(asUsual);
  }

  @Test
  void saysWhyTheDataFolderWillNotDo() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThat(serve(file, "--port", "0"))
        .isEqualTo(new Ran(1, file + " is a file, but --data wants a folder.\n"));
    assertThat(serve(file.resolve("data"), "--port", "0").err())
        .startsWith("The data folder " + file + "/data can't be written to: Not a directory.");
    Files.createDirectories(folder.resolve("data/combot.db"));
    assertThat(serve(folder.resolve("data"), "--port", "0").err())
        .contains("combot.db is not a file that can be read", "--data")
        .hasLineCount(1);
  }

  @Test
  void saysWhatIsWrongWithADatabasesAddressButNotThePassword() {
    var ran = serve(folder, "--database", "postgresql://ann:secret@host");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("The database's address is not as postgresql://user:password@host:port/name: ")
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void saysWhatIsWrongWithTheAddressOfRedisButNotThePassword() {
    var ran = serve(folder, "--redis", "reddis://:secret@localhost");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith(
            "The address of Redis is not as redis://user:password@host:port/database: it begins neither")
        .doesNotContain("secret")
        .hasLineCount(1);
  }

  @Test
  void saysWhichStudyFileIsMissing() {
    assertThat(run("serve", "--study", folder.resolve("none.yaml").toString()))
        .isEqualTo(new Ran(1, folder.resolve("none.yaml") + ": there is no such file\n"));
  }

  @Test
  void saysWhichFilesAreOneStudy() throws Exception {
    var study = Checkout.project().resolve("studies/think-feel.yaml");
    var copy = Files.copy(study, folder.resolve("copy.yaml"));
    assertThat(run("serve", "--study", study.toString(), "--study", copy.toString()))
        .isEqualTo(
            new Ran(
                1,
                "%s and %s are both the study 'think-feel': give each file a 'study:' of its own.%n"
                    .formatted(study, copy)));
  }
}
