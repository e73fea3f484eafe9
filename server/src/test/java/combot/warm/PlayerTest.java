package combot.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import combot.api.TestServer;
import combot.store.Token;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plays on a real server, behind something that spoils its answers. */
@QuarkusTest
@QuarkusTestResource(TestServer.class)
class PlayerTest {

  /** In the answers at the path, the pattern becomes something else. */
  private record Spoilt(String path, String pattern, String by) {}

  private static final Spoilt NOTHING = new Spoilt("", "", "");

  @TestHTTPResource("/")
  URI base;

  private final HttpClient http = HttpClient.newHttpClient();
  private volatile Spoilt spoilt = NOTHING;
  private HttpServer between;
  private Requests requests;
  private Player player;

  @BeforeEach
  void listen() throws IOException {
    between = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    between.createContext("/", this::passOn);
    between.start();
    var address = URI.create("http://127.0.0.1:" + between.getAddress().getPort());
    requests = new Requests(address, Token.random());
    player = new Player(requests);
  }

  @AfterEach
  void stop() {
    between.stop(0);
    http.close();
  }

  private void passOn(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (var name : List.of("Authorization", "Cookie", "Content-Type")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(it -> request.header(name, it));
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      answer
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(it -> exchange.getResponseHeaders().set("Set-Cookie", it));
      var now = spoilt;
      var body =
          (now.path().equals(path)
                  ? answer.body().replaceFirst(now.pattern(), now.by())
                  : answer.body())
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.statusCode(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void play() throws IOException {
    player.byPage("think-feel", 0);
    player.byOriginal(0);
  }

  @Test
  void findsNothingWrongWithTheAnswersOfAServer() throws Exception {
    play();
    assertThat(requests.answered()).isGreaterThan(15);
    assertThat(requests.refused()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /s/think-feel                         | data-study="think-feel"   | data-study="another"
          /v1/studies/think-feel                | .*                        | <html>
          /v1/studies/think-feel/conversations  | "number":1                | "number":2
          /v1/conversation/turns                | "text":"[^"]+"            | "text":" "
          /v1/conversation/turns                | "from":"bot"              | "from":"participant"
          /v1/conversation/turns                | "replies":\\[.*?\\]       | "replies":[]
          /v1/conversation                      | My parcel arrived         | My letter arrived
          /v1/conversation                      | "number":2                | "number":3
          /api/random/initial                   | "message":"[^"]+"         | "message":""
          /api/random/initial                   | "scenario":               | "other":
          /api/random                           | "reply":"[^"]+"           | "reply":""
          /api/random                           | "brand":"[^"]+"           | "brand":"Another"
          /api/random/closing                   | "message":"[^"]+"         | "other":""
          """)
  void aWrongAnswerCountsAsRefused(String path, String pattern, String by) throws Exception {
    spoilt = new Spoilt(path, pattern, by);
    play();
    assertThat(requests.refused()).isEqualTo(1);
  }
}
