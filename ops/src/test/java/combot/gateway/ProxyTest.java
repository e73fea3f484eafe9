package combot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway passes on, to whom, and what it does where a worker vanishes. */
class ProxyTest extends Proxied {

  /** Drops the connection before it answers, as a worker does that is killed. */
  private static final BiConsumer<HttpServerRequest, String> VANISH =
      (request, _) -> request.connection().close();

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
}
