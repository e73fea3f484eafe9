package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import combot.log.Format;
import combot.log.Level;
import combot.log.Log;
import combot.metrics.Readers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's HTTP, with real sockets and workers of a few lines. */
@Timeout(60)
class ProxyTest {

  private static final Limits LIMITS =
      new Limits(
          256 << 10,
          1 << 20,
          Duration.ofSeconds(1),
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          64 << 10);
  private static final BiConsumer<HttpServerRequest, String> ECHO =
      (request, body) ->
          request.response().end(request.method() + " " + request.uri() + " " + body);

  /** Drops the connection before it answers, as a worker does that is killed. */
  private static final BiConsumer<HttpServerRequest, String> VANISH =
      (request, _) -> request.connection().close();

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Proxy proxy =
      new Proxy(
          LIMITS,
          2,
          new Readers("secret"),
          new PrometheusRegistry(),
          new AccessLog(
              new Log(Format.JSON, Level.INFO, "gateway", InstantSource.system(), log::add), true));
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<StubWorker> workers = new ArrayList<>();
  private int port;

  @BeforeEach
  void listen() {
    port = proxy.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).join();
  }

  @AfterEach
  void close() {
    http.close();
    proxy.close().join();
    workers.forEach(StubWorker::close);
  }

  private StubWorker worker(BiConsumer<HttpServerRequest, String> answer) {
    workers.add(new StubWorker(answer));
    return workers.getLast();
  }

  private void ready(StubWorker... now) {
    proxy.ready(IntStream.range(0, now.length).mapToObj(i -> now[i].as(i)).toList());
  }

  private static byte[] ascii(String words) {
    return words.getBytes(StandardCharsets.US_ASCII);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sending(String path) {
    return http.sendAsync(to(path).build(), BodyHandlers.ofString());
  }

  /** Sends words as they are; the answer until the connection is closed by the other side. */
  private String raw(String... parts) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      for (var part : parts) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void writesALineForEachRequestAndNothingOfWhatItSays() throws Exception {
    ready(worker((request, _) -> request.response().setStatusCode(201).end("words")));
    var id = "0123456789abcdef0123456789abcdef";
    send(
        to("/v1/studies/jo@x.org/conversations?pid=P4N3L")
            .header("X-Request-Id", id)
            .POST(BodyPublishers.ofString("words of a participant")));
    send(to("/jo@x.org?pid=P4N3L").method("JO", BodyPublishers.noBody()));
    proxy.ready(List.of());
    send(to("/health/ready"));
    assertThat(log)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(
                        "\"message\":\"POST /v1/studies/{study}/conversations 201\"",
                        "\"request\":\"456789abcdef\",\"method\":\"POST\",\"route\":\"/v1/studies/{study}/conversations\",\"status\":201,\"ms\":",
                        ",\"bytes\":5,\"worker\":0,"),
            line -> assertThat(line).contains("\"message\":\"other other 201\""));
    assertThat(log.toString())
        .doesNotContain("jo@x.org", "JO", "P4N3L", "participant", id, "0123456789ab");
  }

  @Test
  void passesRequestsAndAnswersOn() throws Exception {
    ready(
        worker((request, body) ->
            request.response().setStatusCode(201).putHeader("X-A", "b").end(request.uri() + body)));
    var answer = send(to("/a?b=%20c").POST(BodyPublishers.ofString("words")));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("X-A")).contains("b");
    assertThat(answer.body()).isEqualTo("/a?b=%20cwords");
  }

  @Test
  void tellsWorkersWhoAskedAndHow() throws Exception {
    var worker = worker(ECHO);
    ready(worker);
    send(to("/"));
    send(
        to("/")
            .header("X-Forwarded-For", "203.0.113.9")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "lab.example.org")
            .header("X-Request-Id", "5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a10"));
    var direct = worker.requests.getFirst().headers();
    assertThat(direct.get("X-Forwarded-For")).isEqualTo("127.0.0.1");
    assertThat(direct.get("X-Forwarded-Proto")).isEqualTo("http");
    assertThat(direct.get("X-Forwarded-Host")).isEqualTo("127.0.0.1:" + port);
    assertThat(direct.get("Host")).isEqualTo("127.0.0.1:" + port);
    assertThat(direct.get("X-Request-Id")).matches("[0-9a-f]{32}");
    var proxied = worker.requests.getLast().headers();
    assertThat(proxied.get("X-Forwarded-For")).isEqualTo("203.0.113.9, 127.0.0.1");
    assertThat(proxied.get("X-Forwarded-Proto")).isEqualTo("https");
    assertThat(proxied.get("X-Forwarded-Host")).isEqualTo("lab.example.org");
    assertThat(proxied.get("X-Request-Id")).isEqualTo("5b0f1c9e-8d3a-4e5f-9a77-0c2d4e6f8a10");
  }

  @Test
  void keepsHeadersOfOneConnectionToItself() throws Exception {
    var worker =
        worker((request, _) ->
            request
                .response()
                .putHeader("Connection", "x-hop")
                .putHeader("X-Hop", "1")
                .putHeader("Keep-Alive", "timeout=5")
                .putHeader("X-Stays", "1")
                .end("a"));
    ready(worker);
    var answer =
        raw(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close, x-mine\r\nX-Mine: 1\r\nTE: trailers\r\nX-Kept: 1\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("x-stays")
        .doesNotContain("x-hop", "keep-alive: timeout");
    var names = worker.requests.getFirst().headers().names();
    assertThat(names).contains("X-Kept").doesNotContain("X-Mine", "TE");
  }

  @Test
  void sendsARequestOnceMoreWithTheSameNumberToAnotherWorker() throws Exception {
    var dies = worker(VANISH);
    var lives = worker(ECHO);
    ready(dies, lives);
    for (int i = 0; i < 4; i++) {
      var answer = send(to("/" + i).POST(BodyPublishers.ofString("words")));
      assertThat(answer.body()).isEqualTo("POST /" + i + " words");
    }
    assertThat(dies.requests).isNotEmpty();
    var again = dies.requests.getFirst();
    assertThat(lives.requests)
        .filteredOn(request -> request.uri().equals(again.uri()))
        .singleElement()
        .extracting(request -> request.getHeader("X-Request-Id"))
        .isEqualTo(again.getHeader("X-Request-Id"));
  }

  @Test
  void sendsARequestFiveTimesAtMost() throws Exception {
    var worker = worker(VANISH);
    ready(worker);
    assertThat(send(to("/")).statusCode()).isEqualTo(502);
    assertThat(worker.requests).hasSize(5);
  }

  @Test
  void sendsOnceMoreWhereTheWorkerVanishedWithinItsAnswer() throws Exception {
    var dies =
        worker((request, _) -> {
          request.response().putHeader("Content-Length", "100").write("half of");
          request.connection().close();
        });
    var lives = worker(ECHO);
    ready(dies, lives);
    assertThat(send(to("/a")).body()).isEqualTo("GET /a ");
    assertThat(send(to("/b")).body()).isEqualTo("GET /b ");
    assertThat(dies.requests).isNotEmpty();
  }

  @Test
  void cutsALongAnswerOffWhereTheWorkerVanishedWithinIt() throws Exception {
    ready(
        worker((request, _) ->
            request
                .response()
                .setChunked(true)
                .write("half of")
                .onComplete(_ -> request.connection().close())));
    assertThat(sending("/")).failsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void findsAnotherWorkerWhereOneIsGone() throws Exception {
    var gone = worker(ECHO);
    var lives = worker(ECHO);
    ready(gone, lives);
    gone.close();
    for (int i = 0; i < 4; i++) {
      assertThat(send(to("/")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sendsToTheLeastBusy() throws Exception {
    var answered = new CountDownLatch(1);
    var slow =
        worker((request, _) -> {
          request.response().putHeader("Content-Length", "0");
          answered.countDown();
        });
    var quick = worker(ECHO);
    ready(slow, quick);
    for (int i = 0; i < 3 && slow.requests.isEmpty(); i++) {
      sending("/held");
      answered.await(300, TimeUnit.MILLISECONDS);
    }
    int before = quick.requests.size();
    for (int i = 0; i < 5; i++) {
      send(to("/"));
    }
    assertThat(quick.requests).hasSize(before + 5);
  }

  @Test
  void holdsRequestsUntilAWorkerIsReady() throws Exception {
    var held = List.of(sending("/1"), sending("/2"), sending("/3"));
    assertThat(held.getLast().isDone()).isFalse();
    ready(worker(ECHO));
    for (var answer : held) {
      assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRefusalMayBeReadByAFrontEndOnAnotherOrigin() throws Exception {
    var request = to("/").header("Origin", "https://lab.example");
    var refused = http.send(request.build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://lab.example");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Credentials")).contains("true");
    assertThat(refused.headers().firstValue("Access-Control-Expose-Headers"))
        .contains("Retry-After");
    assertThat(send(to("/")).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void holdsOnlySoManyAndOnlySoLong() throws Exception {
    var all = IntStream.range(0, 5).mapToObj(i -> sending("/" + i)).toList();
    for (var answer : all) {
      var response = answer.get(10, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).contains("2");
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(response.body()).contains("\"status\":503", "Send");
    }
    assertThat(all).filteredOn(answer -> answer.join().body().contains("too many")).hasSize(2);
  }

  @Test
  void holdsNoHealthCheck() throws Exception {
    var held = sending("/");
    assertThat(send(to("/health/ready")).statusCode()).isEqualTo(503);
    assertThat(held.isDone()).isFalse();
  }

  @Test
  void forgetsWhoWentAwayWhileHeld() throws Exception {
    try (var socket = new Socket("127.0.0.1", port)) {
      var words = "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(words);
      awaitHeld(1);
    }
    awaitHeld(0);
    var stays = sending("/stays");
    awaitHeld(1);
    var worker = worker(ECHO);
    ready(worker);
    assertThat(stays.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(worker.requests).extracting(HttpServerRequest::uri).containsExactly("/stays");
  }

  private void awaitHeld(int count) {
    while (proxy.underWay().join() != count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void answersALateWorkersRequestItself() throws Exception {
    ready(worker((_, _) -> {}));
    assertThat(send(to("/")).statusCode()).isEqualTo(504);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 262_144, 262_145, 4_000_000})
  void passesBodiesOfAnyLengthBothWays(int length) throws Exception {
    ready(worker((request, body) -> request.response().end(body)));
    var words = "x".repeat(length);
    assertThat(send(to("/").POST(BodyPublishers.ofString(words))).body()).isEqualTo(words);
    var unknown =
        BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(words.getBytes(StandardCharsets.US_ASCII)));
    assertThat(send(to("/").POST(unknown)).body()).isEqualTo(words);
  }

  @Test
  void passesAnswersOfUnknownLengthOn() throws Exception {
    ready(
        worker((request, _) -> {
          request.response().setChunked(true).write("a");
          request.response().end("b");
        }));
    assertThat(send(to("/")).body()).isEqualTo("ab");
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    ready(worker((request, _) -> request.response().putHeader("Content-Length", "7").end()));
    var answer = raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-length: 7")
        .endsWith("\r\n\r\n");
  }

  @Test
  void tellsAClientThatWaitsToGoOn() throws Exception {
    var worker = worker(ECHO);
    ready(worker);
    try (var socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(line(socket.getInputStream())).isEmpty();
      socket.getOutputStream().write("ab".getBytes(StandardCharsets.US_ASCII));
      assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(worker.requests.getFirst().headers().contains("Expect")).isFalse();
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString().strip();
  }

  @Test
  void refusesABodyThatDoesNotCome() throws Exception {
    ready(worker(ECHO));
    assertThat(raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"))
        .startsWith("HTTP/1.1 408");
  }

  @Test
  void refusesNewRequestsOnceItStopsAndAnswersThoseItHas() throws Exception {
    var answers = new CompletableFuture<Void>();
    ready(worker((request, _) -> answers.thenRun(() -> request.response().end("late"))));
    var before = sending("/");
    while (workers.getFirst().requests.isEmpty()) {
      Thread.onSpinWait();
    }
    var drained = proxy.drain();
    while (send(to("/")).statusCode() != 503) {
      Thread.onSpinWait();
    }
    assertThat(drained.isDone()).isFalse();
    answers.complete(null);
    assertThat(before.get(5, TimeUnit.SECONDS).body()).isEqualTo("late");
    assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
  }
}
