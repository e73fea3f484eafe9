package combot.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command as it is typed, against a server that can be told to err. */
@Timeout(60)
class LoadTestCommandTest {

  @TempDir Path folder;

  private final StubServer server = new StubServer();
  private final StringWriter said = new StringWriter();
  private Path key;

  @BeforeEach
  void key() throws Exception {
    key = Files.writeString(folder.resolve("loadtest.key"), StubServer.KEY + "\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int command(String... options) {
    var words = new ArrayList<>(List.of("sessions", "--users=2", "--sessions=1", "--warm-up=0s"));
    words.addAll(List.of("--time-scale=0", "--drop-out=0", "--key=" + key));
    words.addAll(List.of(options));
    return commandLine().execute(words.toArray(String[]::new));
  }

  private CommandLine commandLine() {
    return new CommandLine(new LoadTestCommand())
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true));
  }

  private int test(String... options) {
    var words = new ArrayList<>(List.of("--url=" + server.url()));
    words.addAll(List.of(options));
    return command(words.toArray(String[]::new));
  }

  /** Without the breaks of its lines. */
  private String told() {
    return said.toString().replaceAll("\\s+", " ");
  }

  @Test
  void endsWithZeroWhereAllWentWell() {
    assertThat(test()).isZero();
    assertThat(told()).contains("Every answer was right", "Each complaint was a new one");
  }

  @Test
  void endsWithTwoWhereEverythingFails() {
    server.refuse = request -> request.path().endsWith("/conversations") ? 500 : 200;
    assertThat(test()).isEqualTo(2);
    assertThat(told()).contains("could not be compared").doesNotContain("was right");
  }

  @Test
  void endsWithTwoWhereAMessageIsAnsweredByFailure() {
    server.status = 500;
    assertThat(test()).isEqualTo(2);
    assertThat(told()).contains("Requests that never succeeded", ": 2, in session 1.");
  }

  @Test
  void whatFailsInTheWarmUpIsShown() {
    var first = new AtomicBoolean(true);
    server.refuse =
        request -> request.path().endsWith("/turns") && first.getAndSet(false) ? 500 : 200;
    assertThat(test("--warm-up=300ms")).isEqualTo(2);
    assertThat(told())
        .contains(": 1, in warm-up.", "turn: status 500")
        .contains("those of the warm-up");
  }

  @Test
  void saysBeforeTheTestThatAReportCannotBeWritten() {
    assertThat(test("--json=" + folder.resolve("nothing/out.json"))).isEqualTo(1);
    assertThat(told()).contains("can't be written to").doesNotContain("Requests a second");
  }

  @Test
  void refusesAnAddressWithAPasswordWithoutShowingIt() {
    assertThat(command("--url=http://me:hidden@localhost:" + server.url().getPort())).isEqualTo(1);
    assertThat(told()).contains("must be without a name and password").doesNotContain("hidden");
  }

  @Test
  void theSameTextsAreSaidOnDemandAlone() {
    assertThat(test("--known-texts")).isZero();
    assertThat(told()).contains("the server's cache answered for the classifier");
  }

  @Test
  void refusesAKeyOfMoreThanAWord() throws Exception {
    Files.writeString(key, "one\ntwo\n");
    assertThat(test()).isEqualTo(1);
    assertThat(told()).contains("holds no key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "burst --rate=5/s | burst has no --rate; it has --users, --sessions, --pause.",
        "soak --sessions=3 | soak has no --sessions; it has --users, --for.",
        "--people=9 | sessions has no --people; it has --users, --sessions, --within, --pause.",
        "--purge --users=5 | so --users is for nothing: name a shape",
        "--purge --html=r.html | so --html is for nothing: name a shape"
      })
  void refusesWhatItWouldPassOverInSilence(String words, String why) {
    assertThat(commandLine().execute(words.strip().split(" "))).isEqualTo(1);
    assertThat(told()).contains(why);
  }

  @Test
  void sendsNothingWhereNobodyNewIsLetIn() {
    var status = new JsonObject().put("url", server.url().toString()).put("state", "draining");
    try (var _ = ControlSocket.open(folder, (_, _) -> status)) {
      assertThat(command("--data=" + folder)).isEqualTo(1);
      assertThat(told()).contains("End that first: ./combot drain --end");
      assertThat(commandLine().execute("--purge", "--data=" + folder)).isZero();
    }
  }

  @Test
  void guessesNoServerWhereCombotEndsWhileItIsAsked() throws Exception {
    var address = UnixDomainSocketAddress.of(folder.resolve("control.sock"));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(address);
      var ending = Thread.ofVirtual().start(() -> closeOne(socket));
      assertThat(command("--data=" + folder)).isEqualTo(1);
      ending.join();
    }
    assertThat(told()).contains("ended while it was asked");
  }

  private static void closeOne(ServerSocketChannel socket) {
    try (var channel = socket.accept()) {
      channel.read(ByteBuffer.allocate(1_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
