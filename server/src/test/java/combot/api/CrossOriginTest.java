package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Front ends on other origins. */
@QuarkusTest
class CrossOriginTest extends Served {

  private static final String ALLOWED = "access-control-allow-origin";
  private static final String CREDENTIALS = "access-control-allow-credentials";

  @Test
  void anAllowedOriginIsNamedWithCredentials() {
    for (var reply :
        List.of(
            client.get("/api/random/initial/", "Origin", TestServer.FRIEND),
            client.post("/api/random/", "{\"message\": \"x\"}", "Origin", TestServer.FRIEND),
            client.post("/api/random/", "[]", "Origin", TestServer.FRIEND),
            client.get("/nope", "Origin", TestServer.FRIEND))) {
      assertThat(reply.headers().allValues(ALLOWED)).containsExactly(TestServer.FRIEND);
      assertThat(reply.headers().allValues(CREDENTIALS)).containsExactly("true");
      assertThat(reply.headers().allValues("access-control-expose-headers"))
          .containsExactly("retry-after");
      assertThat(reply.headers().allValues("vary")).contains("Origin");
    }
  }

  /** A handler that sets the header by itself, as one that compresses does. */
  @Singleton
  static final class Compressing {
    void register(@Observes Router router) {
      router
          .get("/compressing")
          .handler(context -> context.response().putHeader("Vary", "Accept-Encoding").end());
    }
  }

  @Test
  void anAnswerThatVariesByMoreSaysBoth() {
    var reply = client.get("/compressing", "Origin", TestServer.FRIEND);
    assertThat(reply.headers().allValues("vary")).containsExactly("Accept-Encoding", "Origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        " ",
        "https://evil.example",
        "http://lab.example.org",
        "https://lab.example.org:8443",
        "https://lab.example.org.evil.example",
        "HTTPS://LAB.EXAMPLE.ORG",
        "*"
      })
  void anyOtherOriginIsNot(String origin) {
    for (var reply :
        List.of(client.get("/api/random/", "Origin", origin), preflight("/api/random/", origin))) {
      assertThat(reply.headers().allValues(ALLOWED)).isEmpty();
      assertThat(reply.headers().allValues(CREDENTIALS)).isEmpty();
    }
    assertThat(preflight("/api/random/", origin).status()).isEqualTo(403);
  }

  @Test
  void withoutAnOriginNothingIsAllowedButTheAnswerMayDiffer() {
    var reply = client.get("/api/random/");
    assertThat(reply.headers().allValues(ALLOWED)).isEmpty();
    assertThat(reply.headers().allValues("vary")).contains("Origin");
  }

  @Test
  void aPreflightAllowsWhatAFrontEndSends() {
    var stored = tables.everything();
    for (var path : List.of("/api/random/", "/api/lulu/", "/api/chatbot", "/api/random/initial/")) {
      var reply = preflight(path, TestServer.FRIEND);
      assertThat(reply.status()).isEqualTo(204);
      assertThat(reply.headers().allValues(ALLOWED)).containsExactly(TestServer.FRIEND);
      assertThat(reply.headers().allValues(CREDENTIALS)).containsExactly("true");
      assertThat(reply.header("access-control-allow-headers"))
          .isEqualTo("content-type, authorization, x-request-id");
      assertThat(reply.header("access-control-allow-methods")).contains("GET", "POST");
    }
    assertThat(tables.everything()).isEqualTo(stored);
  }

  private Client.Reply preflight(String path, String origin) {
    return client.send(
        "OPTIONS",
        path,
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "content-type");
  }
}
