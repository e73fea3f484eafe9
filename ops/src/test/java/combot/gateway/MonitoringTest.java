package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What monitors are told at the gateway, with real sockets and workers of a few lines. */
@Timeout(60)
class MonitoringTest {

  private static final String TURNS =
      "# HELP combot_turns_total Turns.\n# TYPE combot_turns_total counter\ncombot_turns_total %s\n";
  private static final String HEALTH =
      "{\"status\":\"%s\",\"checks\":[{\"name\":\"database\",\"status\":\"%s\"}]}";

  private final Proxy proxy = proxy("a token");
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<StubWorker> workers = new ArrayList<>();
  private int port;

  private static Proxy proxy(String token) {
    var log = new Log(Format.HUMAN, Level.INFO, "gateway", InstantSource.system(), _ -> {});
    return new Proxy(
        Limits.DEFAULT, 2, new Readers(token), new PrometheusRegistry(), new AccessLog(log, false));
  }

  @BeforeEach
  void listen() {
    port = proxy.listen(new InetSocketAddress("0.0.0.0", 0)).join();
  }

  @AfterEach
  void close() {
    http.close();
    proxy.close().join();
    workers.forEach(StubWorker::close);
  }

  /** Tells metrics only where nobody passed the question on, as a real worker does. */
  private StubWorker worker(String turns, String status) {
    return stub((request, _) -> {
      if (request.path().startsWith("/health")) {
        request
            .response()
            .setStatusCode(status.equals("UP") ? 200 : 503)
            .end(HEALTH.formatted(status, status));
      } else if (request.headers().contains("X-Forwarded-For")) {
        request.response().setStatusCode(404).end("nothing at " + request.uri());
      } else {
        request.response().end(TURNS.formatted(turns));
      }
    });
  }

  private StubWorker stub(BiConsumer<HttpServerRequest, String> answer) {
    workers.add(new StubWorker(answer));
    return workers.getLast();
  }

  private void ready(StubWorker... now) {
    proxy.ready(IntStream.range(0, now.length).mapToObj(i -> now[i].as(i + 1)).toList());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return ask("127.0.0.1", path, headers);
  }

  private HttpResponse<String> ask(String host, String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void tellsTheMetricsOfAllWorkersByTheirNumber() throws Exception {
    ready(worker("3", "UP"), worker("4", "UP"));
    get("/s/x");
    var answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .containsOnlyOnce("# TYPE combot_turns_total counter\n")
        .contains(
            "\ncombot_turns_total{worker=\"1\"} 3\n",
            "\ncombot_turns_total{worker=\"2\"} 4\n",
            "\ncombot_worker_up{worker=\"1\"} 1\n",
            "\ncombot_gateway_requests_total{status=\"404\"} 1.0\n",
            "\ncombot_gateway_requests_in_flight 0.0\n",
            "\ncombot_gateway_refusals_total{reason=\"late\"} 0.0\n");
  }

  @Test
  void isNotHeldUpByAWorkerThatHangs() throws Exception {
    ready(worker("3", "UP"), stub((_, _) -> {}));
    assertThat(get("/metrics").body())
        .contains(
            "\ncombot_turns_total{worker=\"1\"} 3\n",
            "\ncombot_worker_up{worker=\"1\"} 1\n",
            "\ncombot_worker_up{worker=\"2\"} 0\n");
  }

  @Test
  void tellsItsOwnMetricsWhileNoWorkerIsReady() throws Exception {
    var answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("combot_gateway_requests_waiting 0.0\n");
  }

  @Test
  void countsWhatItRefusesAndWhatItSendsAgain() throws Exception {
    ready(stub((request, _) -> request.connection().close()), worker("3", "UP"));
    for (int i = 0; i < 4; i++) {
      assertThat(get("/s/x").statusCode()).isEqualTo(404);
    }
    ready();
    assertThat(get("/health/started").statusCode()).isEqualTo(503);
    assertThat(get("/metrics").body())
        .contains("\ncombot_gateway_refusals_total{reason=\"nobody_ready\"} 1.0\n")
        .containsPattern("\ncombot_gateway_retries_total [1-4]\\.0\n")
        .contains("\ncombot_gateway_requests_total{status=\"404\"} 4.0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"})
  void hidesMetricsFromWhoComesThroughAProxy(String header) throws Exception {
    ready(worker("3", "UP"));
    var answer = get("/metrics", header, "1.1 proxy");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("nothing at /metrics");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/",
        "//metrics",
        "/%6detrics",
        "/metrics%2f",
        "/%2fmetrics",
        "/x/../metrics",
        "/./metrics",
        "/q/metrics",
        "/METRICS",
        "/metrics;a=b"
      })
  void leadsNoOtherAddressToAWorkersMetrics(String path) throws Exception {
    ready(worker("3", "UP"));
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void tellsMetricsFromElsewhereOnlyToWhoKnowsTheToken() throws Exception {
    ready(worker("3", "UP"));
    var elsewhere = addressThatIsNoLoopback();
    assertThat(ask(elsewhere, "/metrics").statusCode()).isEqualTo(404);
    assertThat(ask(elsewhere, "/metrics", "Authorization", "Bearer token").statusCode())
        .isEqualTo(404);
    assertThat(ask(elsewhere, "/metrics", "Authorization", "Bearer a token").statusCode())
        .isEqualTo(200);
    assertThat(
            get("/metrics", "X-Forwarded-For", "1.1.1.1", "Authorization", "Bearer a token")
                .statusCode())
        .isEqualTo(200);
  }

  private static String addressThatIsNoLoopback() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this test needs a network interface beside lo"));
  }

  @Test
  void takesABlankTokenForNone() throws Exception {
    var blank = proxy(" ");
    try {
      port = blank.listen(new InetSocketAddress("0.0.0.0", 0)).join();
      ready(worker("3", "UP"));
      assertThat(
              ask(addressThatIsNoLoopback(), "/health/started", "Authorization", "Bearer ")
                  .statusCode())
          .isEqualTo(503);
      assertThat(ask(addressThatIsNoLoopback(), "/metrics", "Authorization", "Bearer ").body())
          .doesNotContain("combot_");
    } finally {
      blank.close().join();
    }
  }

  private static JsonObject check(HttpResponse<String> health, String name) {
    return new JsonObject(health.body())
        .getJsonArray("checks").stream()
            .map(JsonObject.class::cast)
            .filter(check -> check.getString("name").equals(name))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void isReadyWithAllWorkers() throws Exception {
    ready(worker("3", "UP"), worker("3", "UP"));
    var health = get("/health/ready");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(check(health, "workers").getJsonObject("data").encode())
        .isEqualTo("{\"ready\":2,\"wanted\":2}");
    assertThat(check(health, "database").getString("status")).isEqualTo("UP");
  }

  @Test
  void staysReadyWithOneWorkerOfTwoAndSaysSo() throws Exception {
    ready(worker("3", "DOWN"), worker("3", "UP"));
    var health = get("/health/ready");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(health.body()).getString("status")).isEqualTo("UP");
    assertThat(check(health, "workers").getJsonObject("data").getString("why"))
        .isEqualTo(
            "1 of 2 server processes are ready: 1 says that it is not ready, see the other checks");
    assertThat(check(health, "database").getString("status")).isEqualTo("UP");
  }

  @Test
  void tellsOfEachCheckTheWorstThatAReadyWorkerHas() throws Exception {
    var checks = "{\"status\":\"UP\",\"checks\":[%s,%s]}";
    var cache = "{\"name\":\"cache\",\"status\":\"UP\",\"data\":{\"state\":\"%s\"}}";
    var memory =
        "{\"name\":\"memory\",\"status\":\"UP\",\"data\":{\"next_session_may_start\":false,\"admits_newcomers\":%b}}";
    var first = checks.formatted(cache.formatted("ok"), memory.formatted(true));
    var second = checks.formatted(cache.formatted("degraded"), memory.formatted(false));
    ready(
        stub((request, _) -> request.response().end(first)),
        stub((request, _) -> request.response().end(second)),
        stub((request, _) -> request.response().end("{\"checks\":[null]}")));

    var health = get("/health/ready");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(check(health, "cache").getJsonObject("data").getString("state"))
        .isEqualTo("degraded");
    assertThat(check(health, "memory").getJsonObject("data").getBoolean("admits_newcomers"))
        .isFalse();
    assertThat(new JsonObject(health.body()).getJsonArray("checks")).hasSize(3);
  }

  @Test
  void isNotReadyWhereNoWorkerIsAndSaysWhy() throws Exception {
    ready(worker("3", "DOWN"));
    var health = get("/health/ready");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(check(health, "workers").getString("status")).isEqualTo("DOWN");
    assertThat(check(health, "database").getString("status")).isEqualTo("DOWN");
    assertThat(check(health, "workers").getJsonObject("data").getString("why"))
        .endsWith("see the other checks; 1 is missing, and started again by itself");
    ready();
    var none = get("/health");
    assertThat(none.statusCode()).isEqualTo(503);
    assertThat(check(none, "workers").getJsonObject("data").getInteger("ready")).isZero();
  }

  @Test
  void isAliveWithoutWorkers() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }
}
