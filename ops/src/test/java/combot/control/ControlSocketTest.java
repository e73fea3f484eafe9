package combot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlSocketTest {

  @TempDir private Path data;
  private ControlSocket socket;

  @AfterEach
  void close() {
    if (socket != null) {
      socket.close();
    }
  }

  private void open(ControlSocket.Handler handler) {
    socket = ControlSocket.open(data, handler);
  }

  private static JsonObject echo(JsonObject request, Consumer<String> progress) {
    progress.accept("one\nline");
    progress.accept("two");
    return new JsonObject().put("asked", request);
  }

  private JsonObject ask(List<String> progress) {
    return new ControlClient(data)
        .ask(new JsonObject().put("command", "x"), progress::add)
        .orElseThrow();
  }

  @Test
  void tellsWhatHappensAndThenTheAnswer() {
    open(ControlSocketTest::echo);
    var progress = new ArrayList<String>();
    assertThat(ask(progress).getJsonObject("asked").getString("command")).isEqualTo("x");
    assertThat(progress).containsExactly("one\nline", "two");
    assertThat(ask(progress)).as("again").isNotNull();
  }

  @Test
  void isForItsOwnUserAlone() throws IOException {
    open(ControlSocketTest::echo);
    var file = data.resolve("control.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    socket.close();
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesAPeerThatIsNotAllowed() {
    socket = ControlSocket.open(data, ControlSocketTest::echo, _ -> false);
    assertThatThrownBy(() -> ask(new ArrayList<>()))
        .isInstanceOf(ControlException.class)
        .hasMessage(
            "only its own user and root may do that, not " + System.getProperty("user.name"));
  }

  @Test
  void tellsWhyItIsRefusedAndGoesOn() throws IOException {
    open((_, _) -> {
      throw new ControlException("not today");
    });
    assertThatThrownBy(() -> ask(new ArrayList<>())).hasMessage("not today");
    assertThat(raw("what?\n")).contains("the request is not understood");
    assertThat(raw("[1]\n")).contains("the request is not understood");
    assertThat(raw("x".repeat(100_000) + "\n")).isEmpty();
    assertThatThrownBy(() -> ask(new ArrayList<>())).hasMessage("not today");
  }

  private String raw(String request) throws IOException {
    try (var channel =
        SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("control.sock")))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the other side broke it off
    }
  }

  @Test
  void waitsForACombotThatHangsNoLongerThanAsked() {
    var asked = new CountDownLatch(1);
    open((_, _) -> {
      asked.countDown();
      LockSupport.park();
      return new JsonObject();
    });
    assertThatThrownBy(() -> new ControlClient(data).ask(new JsonObject(), Duration.ofMillis(300)))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith("The Combot on the data folder %s does not answer".formatted(data));
    assertThat(asked.getCount()).isZero();
    socket.close();
    assertThatThrownBy(() -> new ControlClient(data).ask(new JsonObject(), Duration.ofSeconds(9)))
        .hasMessageStartingWith("No Combot runs");
  }

  @Test
  void refusesASecondOneAndTakesThePlaceOfADeadOne() throws IOException {
    open(ControlSocketTest::echo);
    assertThatThrownBy(() -> ControlSocket.open(data, ControlSocketTest::echo))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith("Combot runs already on the data folder " + data);
    assertThat(ask(new ArrayList<>())).isNotNull();
    socket.close();
    Files.createFile(data.resolve("control.sock"));
    open(ControlSocketTest::echo);
    assertThat(ask(new ArrayList<>())).isNotNull();
  }

  @Test
  void worksInAFolderWhoseNameIsTooLongForASocket() throws IOException {
    data = Files.createDirectories(data.resolve("x".repeat(120)));
    open(ControlSocketTest::echo);
    assertThat(ask(new ArrayList<>())).isNotNull();
    var file = data.resolve("control.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> ControlSocket.open(data, ControlSocketTest::echo))
        .hasMessageStartingWith("Combot runs already");
    socket.close();
    assertThat(data).isEmptyDirectory();
    assertThatThrownBy(() -> ask(new ArrayList<>())).hasMessageStartingWith("No Combot runs");
  }

  @Test
  void aLongNameLeavesNothingAmongTemporaryFiles() throws IOException {
    data = Files.createDirectories(data.resolve("x".repeat(120)));
    var used = ControlAddress.use(data, UnixDomainSocketAddress::getPath);
    assertThat(used.toString()).hasSizeLessThan(100).endsWith("/control.sock");
    assertThat(used.getParent().getParent()).doesNotExist();
  }

  @Test
  void aLongNameIsReachedByWhateverLink() throws IOException {
    var link = data.resolve("link");
    data = Files.createDirectories(data.resolve("x".repeat(120)));
    open(ControlSocketTest::echo);
    data = Files.createSymbolicLink(link, data);
    assertThat(raw("{}\n")).contains("\"done\"");
  }

  @Test
  void saysThatNoneRuns() {
    var client = new ControlClient(data);
    assertThatThrownBy(() -> client.ask(new JsonObject(), _ -> {}))
        .hasMessageStartingWith("No Combot runs on the data folder " + data);
    var nowhere = new ControlClient(data.resolve("no"));
    assertThatThrownBy(() -> nowhere.ask(new JsonObject(), _ -> {}))
        .hasMessageStartingWith("There is no folder " + data.resolve("no"));
  }

  @Test
  void answersNothingWhereTheOtherSideEnds() {
    open((_, _) -> {
      socket.close();
      throw new ControlException("closed");
    });
    assertThatThrownBy(() -> ask(new ArrayList<>())).hasMessage("closed");
    assertThatThrownBy(() -> ask(new ArrayList<>())).hasMessageStartingWith("No Combot runs");
  }
}
