package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NetworkProbeTest {

  private static final NetworkProbe PROBE = new NetworkProbe();
  private static final String HEAD = "  sl  local_address rem_address   st …\n";

  @TempDir Path folder;

  private static String listening(String address, int port, int inode) {
    return "   0: %s:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100 0\n"
        .formatted(address, port, inode);
  }

  private Looked seen(String tcp) throws IOException {
    return new Looked(folder)
        .worker(7, 11, new JsonObject())
        .system("proc/net/tcp", HEAD + tcp)
        .system("proc/10/stat", "10 (java) S 1 1\n")
        .system("proc/11/stat", "11 (java) S 10 1\n")
        .open(10, "socket:[100]", "pipe:[1]")
        .open(11, "socket:[111]");
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void connectsToGatewayAndWorkers() throws Exception {
    try (var gateway = server();
        var worker = server()) {
      var looked =
          seen(
              listening("00000000", gateway.getLocalPort(), 100)
                  + listening("0100007F", worker.getLocalPort(), 111));
      assertThat(looked.line(PROBE, "net.gateway"))
          .returns(State.PASS, Line::state)
          .satisfies(line ->
              assertThat(line.value())
                  .startsWith("0.0.0.0:%d, connected in ".formatted(gateway.getLocalPort())));
      assertThat(looked.state(PROBE, "net.worker.1")).isEqualTo(State.PASS);
    }
  }

  @Test
  void failsWhereNothingTakesAConnection() throws Exception {
    int port;
    try (var gone = server()) {
      port = gone.getLocalPort();
    }
    var looked = seen(listening("0100007F", port, 100) + listening("0100007F", port, 111));
    assertThat(looked.state(PROBE, "net.gateway")).isEqualTo(State.FAIL);
    assertThat(looked.state(PROBE, "net.worker.1")).isEqualTo(State.FAIL);
  }

  @Test
  void warnsOfAWorkerThatOtherMachinesMayReach() throws Exception {
    var looked = seen(listening("00000000", 4000, 111));
    assertThat(looked.line(PROBE, "net.worker.1"))
        .returns(State.WARN, Line::state)
        .returns("0.0.0.0:4000", Line::value);
  }

  @Test
  void doesNotKnowThePortOfAWorkerThatItMayNotLookAt() throws Exception {
    var looked = seen("");
    assertThat(looked.line(PROBE, "net.worker.1"))
        .returns(State.NOT_MEASURED, Line::state)
        .satisfies(line -> assertThat(line.value()).endsWith("or with sudo"));
    looked.workers.getJsonObject(0).put("pid", 77);
    assertThat(looked.line(PROBE, "net.worker.1").value())
        .isEqualTo("process 77 ended while it was looked at: check again");
    looked.workers.getJsonObject(0).put("state", "starting");
    assertThat(PROBE.look(looked.context())).noneMatch(line -> line.id().equals("net.worker.1"));
  }

  @Test
  void knowsAStoreByItsPortWhereItMayNotSeeItsOwner() throws Exception {
    var looked = seen(listening("00000000", 6379, 500) + listening("0101A8C0", 5432, 501));
    assertThat(looked.line(PROBE, "net.redis.6379"))
        .returns(State.WARN, Line::state)
        .returns("0.0.0.0:6379: other machines may reach it", Line::value);
    assertThat(looked.line(PROBE, "net.postgresql.5432").value()).startsWith("192.168.1.1:5432: ");
  }

  @Test
  void knowsAStoreByItsPortWhoeverPassesConnectionsOn() throws Exception {
    var looked =
        seen(listening("00000000", 6379, 500))
            .system("proc/50/stat", "50 (docker-proxy) S 1 1\n")
            .open(50, "socket:[500]");
    assertThat(looked.state(PROBE, "net.redis.6379")).isEqualTo(State.WARN);
  }

  @Test
  void readsAddressesOfBothKinds() {
    assertThat(Sockets.address("0100007F:1F40"))
        .isEqualTo(new InetSocketAddress("127.0.0.1", 8000));
    assertThat(Sockets.address("00000000000000000000000001000000:0050"))
        .isEqualTo(new InetSocketAddress("::1", 80));
  }

  @Test
  void warnsOfARealRedisBeyondLoopbackAndPassesOneWithin() throws Exception {
    for (var bound : List.of("0.0.0.0", "127.0.0.1")) {
      int port;
      try (var free = server()) {
        port = free.getLocalPort();
      }
      var redis =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  bound,
                  "--protected-mode",
                  "no",
                  "--save",
                  "",
                  "--dir",
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        awaitConnection(port);
        var line = new Looked(folder).line(PROBE, "net.redis." + port);
        assertThat(line.value()).startsWith(bound + ":" + port);
        assertThat(line.state()).isEqualTo(bound.equals("0.0.0.0") ? State.WARN : State.PASS);
        var cache = new Looked(folder);
        cache.configuration.put("redis", "redis://127.0.0.1:" + port);
        assertThat(cache.state(new CacheProbe(), "cache.round-trip")).isNotEqualTo(State.FAIL);
      } finally {
        redis.destroyForcibly().waitFor();
      }
      var cache = new Looked(folder);
      cache.configuration.put("redis", "redis://127.0.0.1:" + port);
      assertThat(cache.line(new CacheProbe(), "cache.round-trip"))
          .as("after it was killed")
          .returns(State.FAIL, Line::state)
          .satisfies(line -> assertThat(line.value()).contains("Connection refused"));
    }
  }

  private static void awaitConnection(int port) {
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
