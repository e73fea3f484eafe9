package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a gateway of a few lines, and a real server of HTTPS that asks it or does not. */
@Timeout(60)
class PublicProbeTest {

  private static final String KEY = "0123456789abcdef";

  @TempDir Path folder;
  private SSLContext trust;
  private Predicate<String> near = _ -> false;
  private HttpServer gateway;
  private HttpsServer proxy;
  private final List<String> asked = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private boolean leadsHere = true;
  private int begun = 201;

  @BeforeEach
  void start() throws Exception {
    trust = CertificateProbeTest.context(folder, 90, "localhost");
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    gateway.createContext("/", this::answer);
    gateway.start();
    proxy = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    proxy.setHttpsConfigurator(new HttpsConfigurator(trust));
    proxy.createContext("/", this::pass);
    proxy.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
    proxy.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path.replaceAll("check-[0-9a-f]+", "RUN"));
    exchange.getRequestBody().readAllBytes();
    switch (path) {
      case "/v1/loadtest" -> send(exchange, 200, new JsonObject().put("runs", new JsonArray()));
      case "/v1/studies/think-feel/conversations" ->
          send(exchange, begun, new JsonObject().put("token", "t"));
      case "/v1/conversation" -> conversation(exchange);
      default -> send(exchange, 200, new JsonObject());
    }
  }

  private static void conversation(HttpExchange exchange) throws IOException {
    boolean known = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    send(
        exchange,
        known ? 200 : 401,
        new JsonObject().put("greeting", known ? "Tell me what happened." : "Who are you?"));
  }

  private void pass(HttpExchange exchange) throws IOException {
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Combot-Loadtest-Key")));
    if (leadsHere) {
      conversation(exchange);
    } else {
      send(exchange, 200, new JsonObject().put("greeting", "Example Domain"));
    }
  }

  private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
    var bytes = body.toBuffer().getBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Looked looked() {
    var looked = new Looked(folder).serve(Path.of("..", "studies", "think-feel.yaml"));
    looked.status.put("url", "http://127.0.0.1:" + gateway.getAddress().getPort());
    Looked.write(looked.data().resolve("loadtest.key"), KEY + "\n");
    return looked.url("https://localhost:" + proxy.getAddress().getPort() + "/");
  }

  private Line line(Looked looked) {
    return looked.line(new PublicProbe(trust, near), "audit.https");
  }

  @Test
  void passesAnAddressThatLeadsHereAndLeavesNothingBehind() {
    assertThat(line(looked()).state()).isEqualTo(State.PASS);
    assertThat(asked)
        .containsExactly(
            "GET /v1/loadtest",
            "POST /v1/studies/think-feel/conversations",
            "GET /v1/conversation",
            "DELETE /v1/loadtest/RUN");
    assertThat(keys).as("the key stays here").containsExactly("null");
  }

  @Test
  void failsAnAddressThatLeadsElsewhereOrIsNotTrusted() {
    leadsHere = false;
    assertThat(line(looked()))
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).endsWith("/ leads elsewhere, status 200"));
    assertThat(looked().line(new PublicProbe(CertificateProbe.standard(), near), "audit.https"))
        .returns(State.FAIL, Line::state)
        .satisfies(line -> assertThat(line.value()).contains("does not answer"));
    assertThat(asked).endsWith("DELETE /v1/loadtest/RUN");
  }

  @Test
  void doesNotKnowWhereNoConversationCanBeBegunToLookFor() throws Exception {
    begun = 503;
    assertThat(line(looked()))
        .returns(State.NOT_MEASURED, Line::state)
        .returns(true, Line::required)
        .returns("the gateway begins no conversation, status 503", Line::value);
    var drained = looked();
    drained.status.put("state", "draining");
    assertThat(line(drained).state()).isEqualTo(State.NOT_MEASURED);
    var keyless = looked();
    Files.delete(keyless.data().resolve("loadtest.key"));
    assertThat(line(keyless).state()).isEqualTo(State.NOT_MEASURED);
    assertThat(line(new Looked(folder.resolve("other")).url("https://x.org")).state())
        .isEqualTo(State.NOT_MEASURED);
  }

  @ParameterizedTest
  @CsvSource({
    "http://study.example.org, false, FAIL",
    "http://localhost, true, WARN",
    "https://localhost, true, WARN",
    ", false, WARN"
  })
  void wantsHttpsThatOthersReach(String url, boolean near, State state) {
    this.near = _ -> near;
    var looked = new Looked(folder);
    assertThat(line(url == null ? looked : looked.url(url)).state()).isEqualTo(state);
    assertThat(asked).isEmpty();
  }
}
