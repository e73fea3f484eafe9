package combot.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class PageTest {

  @Test
  void asksAServerOrFindsNobodyThere() throws IOException {
    InetSocketAddress gone;
    try (var server = new StubServer(UnaryOperator.identity())) {
      gone = server.target().address();
      assertThat(Page.get(gone, "/api/health/")).contains(new Page(200, "{\"status\":\"ok\"}"));
    }
    assertThat(Page.get(gone, "/api/health/")).isEmpty();
  }

  @Test
  void findsNamedStringsAndTheGreatestOfAMetric() {
    var json = new Page(200, "{\"checks\": [ {\"model\" : \"UNLOADED\"} ]}");
    assertThat(json.says("model", "UNLOADED")).isTrue();
    assertThat(json.says("model", "LOADED")).isFalse();

    var metrics =
        new Page(200, "# TYPE a gauge\na{worker=\"1\"} 0.25\na{worker=\"2\"} 0.5\nab 9\n");
    assertThat(metrics.greatest("a")).hasValue(0.5);
    assertThat(metrics.greatest("b")).isEmpty();
  }

  @Test
  void findsTheSocketThatAProcessListensOn() throws IOException {
    var me = new Child(ProcessHandle.current().pid());
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(me.addresses())
          .contains(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
    }
    assertThat(me.isDefunct()).isFalse();
  }

  @Test
  void seesAProcessThatNobodyAskedHowItEnded() throws Exception {
    // The shell's child ends; what the shell becomes never asks for it.
    var parent = new ProcessBuilder("sh", "-c", "true & exec sleep 60").start();
    try {
      while (parent.children().noneMatch(child -> new Child(child.pid()).isDefunct())) {
        Thread.onSpinWait();
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void readsAddressesOfDatabasesAsCombotIsGivenThem() {
    assertThat(Database.at("postgresql://me:p%40s+s@127.0.0.1:5432/study?sslmode=require").jdbc())
        .isEqualTo(
            "jdbc:postgresql://127.0.0.1:5432/study?user=me&password=p%40s%2Bs&sslmode=require");
    assertThat(Database.at("postgresql://me:secret@127.0.0.1:5432/study"))
        .hasToString("postgresql");
    assertThat(Database.in(Path.of("data"))).hasToString("sqlite");
    for (var url :
        new String[] {"mysql://a:b@c/d", "postgresql://secret/d", "postgresql:// secret"}) {
      assertThatThrownBy(() -> Database.at(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }
}
