package combot.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The original's routes, and a conversation over them from beginning to end. */
@QuarkusTest
class CompatApiTest extends Served {

  private static final Pattern LINK =
      Pattern.compile(
          " <a href=\"https://survey[^\"<>]*\" target=\"_blank\" rel=\"noopener\">[^<>]*</a>$");

  @ParameterizedTest
  @CsvSource({
    "/api/random/initial/, Basic|Lulu",
    "/api/random/initial, Basic|Lulu",
    "/api/chatbot/initial/, Basic",
    "/api/chatbot/initial, Basic",
    "/api/lulu/initial/, Lulu",
    "/api/lulu/initial, Lulu"
  })
  void opensAConversationInAnAssignedCondition(String path, String brand) {
    var reply = client.get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.string("message")).isNotBlank();
    var scenario = reply.json().get("scenario");
    assertThat(scenario.get("brand").asText()).matches(brand);
    assertThat(scenario.get("problem_type").asText()).isEqualTo("Other");
    assertThat(scenario.get("think_level").asText()).matches("High|Low");
    assertThat(scenario.get("feel_level").asText()).matches("High|Low");
    assertThat(scenario.get("conversation").asText()).hasSizeGreaterThanOrEqualTo(22);
    assertThat(reply.header("set-cookie"))
        .matches("sessionid=[\\w-]{22,}; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "chatbot", "lulu", "random", "random", "random"})
  void leadsAConversationFromTheFirstMessageToTheSurveyLink(String route) {
    var talk = open(route);
    var first = talk.say("The zipper of my new jacket broke after two days.").json();
    assertThat(first.get("index").asInt()).isEqualTo(1);
    assertThat(first.get("classType").asText()).isEqualTo("A");
    assertThat(first.get("messageType").asText()).isEqualTo(talk.level("think_level") + "A");
    assertBreakdown(first);
    assertPlain(first);
    var replies = new HashSet<String>();
    for (int index = 1; index <= 4; index++) {
      var reply = talk.say("and then, part " + index).json();
      assertThat(reply.get("index").asInt()).isEqualTo(index + 1);
      assertThat(reply.get("messageType").asText()).isEqualTo(" ");
      assertThat(replies.add(reply.get("reply").asText())).as("a new reply").isTrue();
      assertBreakdown(reply);
      assertPlain(reply);
    }
    var understanding = talk.say("that was all").json();
    assertThat(understanding.get("index").asInt()).isEqualTo(6);
    assertThat(understanding.get("messageType").asText()).isEqualTo(talk.level("feel_level"));
    assertThat(understanding.get("callClosingMessage").asBoolean()).isTrue();
    assertThat(understanding.has("isHtml")).isFalse();
    assertThat(understanding.get("reply").asText())
        .matches("[^<>]*&lt;(truly|so|that)&gt;[^<>]*&amp; more[^<>]*")
        .doesNotContain("email");

    assertThat(talk.closing().string("message"))
        .matches("[^<>]*&lt;taking&gt;[^<>]*&amp; more[^<>]*e-mail address[^<>]*");

    var end = talk.say(" ann@example.org ").json();
    assertThat(end.get("index").asInt()).isEqualTo(7);
    assertThat(end.get("messageType").asText()).isEqualTo(" ");
    assertThat(end.get("isHtml").asBoolean()).isTrue();
    assertThat(end.get("reply").asText()).containsPattern(LINK);
    assertThat(LINK.matcher(end.get("reply").asText()).replaceAll(""))
        .matches("Thank &lt;you&gt; &amp; more[^<>]*");
    assertThat(end.get("reply").asText())
        .contains("&amp;c=" + conversation(talk.token()))
        .contains(">Go to the &lt;survey&gt; &amp; more</a>");

    var beyond = talk.say("hello? anybody?");
    assertThat(beyond.json().get("index").asInt()).isEqualTo(7);
    assertThat(beyond.json().get("reply")).isEqualTo(end.get("reply"));
    assertThat(beyond.json().get("isHtml").asBoolean()).isTrue();
    assertThat(beyond.json().get("messageType").asText()).isEqualTo(" ");
    assertThat(messages(talk.token())).hasSize(7).doesNotContain("hello? anybody?");
  }

  private static void assertPlain(JsonNode reply) {
    assertThat(reply.get("reply").asText()).isNotBlank();
    assertThat(reply.has("isHtml")).isFalse();
    assertThat(reply.has("callClosingMessage")).isFalse();
  }

  private static void assertBreakdown(JsonNode reply) {
    var scenario = reply.get("scenario");
    assertThat(scenario.get("problem_type")).isEqualTo(reply.get("classType"));
    var scores = scenario.get("product_type_breakdown");
    assertThat(scores.fieldNames()).toIterable().containsExactly("A", "B", "C", "Other");
    double sum = 0;
    for (var score : scores) {
      sum += score.asDouble();
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void renewsTheCookieOnEachAnswer() {
    var talk = open("random");
    var renewed = talk.cookie() + "; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax";
    assertThat(talk.say("it broke").header("set-cookie")).isEqualTo(renewed);
    assertThat(talk.say(" ").header("set-cookie")).isEqualTo(renewed);
    assertThat(talk.closing().header("set-cookie")).isEqualTo(renewed);
    assertThat(client.get("/api/random/", "Cookie", talk.cookie()).header("set-cookie"))
        .isEqualTo(renewed);
    assertThat(talk.finish().say("more").header("set-cookie")).isEqualTo(renewed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "chatbot", "lulu"})
  void closesWithoutACookieWithoutABrand(String route) {
    for (var path : List.of("/api/" + route + "/closing/", "/api/" + route + "/closing")) {
      var reply = client.get(path);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.string("message"))
          .isEqualTo(
              "Thank you for &lt;this&gt; conversation &amp; more. To continue, please type the"
                  + " e-mail address you'd like to use for this study.");
      assertThat(reply.cookie()).isEmpty();
    }
  }

  @Test
  void closesBeforeItsTimeInTheConditionsWordsAndChangesNothing() {
    var talk = open("lulu");
    talk.say("it broke");
    var stored = tables.everything();
    assertThat(talk.closing().string("message")).startsWith("Thanks for &lt;taking&gt;");
    assertThat(tables.everything()).isEqualTo(stored);
    assertThat(talk.say("go on").json().get("index").asInt()).isEqualTo(2);
  }

  @Test
  void answersMonitorsWithoutStoringAnything() {
    var stored = tables.everything();
    for (var path : List.of("/api/random/", "/api/random")) {
      var reply = client.get(path);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.string("endpoint")).isEqualTo("/api/random/");
      assertThat(reply.string("endpoint_type")).matches("(general|lulu)_(hight|lowt)_(highf|lowf)");
      assertThat(reply.json()).hasSize(2);
      assertThat(reply.cookie()).isEmpty();
    }
    assertThat(tables.everything()).isEqualTo(stored);
  }

  @Test
  void namesTheEndpointOfTheCookiesConversation() {
    var talk = open("lulu");
    assertThat(client.get("/api/random/", "Cookie", talk.cookie()).string("endpoint_type"))
        .isEqualTo(
            "lulu_%st_%sf"
                .formatted(talk.level("think_level"), talk.level("feel_level"))
                .toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void tellsTheMachinesRealMemory() throws Exception {
    for (var path : List.of("/api/memory/", "/api/memory")) {
      var memory = client.get(path).json();
      double total = memory.get("total_mb").asDouble();
      double available = memory.get("available_mb").asDouble();
      double used = memory.get("used_mb").asDouble();
      assertThat(used + available).isCloseTo(total, within(0.2));
      assertThat(memory.get("usage_percent").asDouble()).isCloseTo(100 * used / total, within(0.1));
      assertThat(memory.get("timestamp").asDouble())
          .isCloseTo(Instant.now().getEpochSecond(), within(5.0));
      if (Files.exists(Path.of("/proc/meminfo"))) {
        var line = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
        assertThat(total)
            .isCloseTo(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0, within(0.1));
      }
      assertThat(memory).allSatisfy(value -> assertThat(value.isNumber()).isTrue());
    }
  }

  @Test
  void isHealthy() {
    for (var path : List.of("/api/health/", "/api/health")) {
      var reply = client.get(path);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.string("status")).isEqualTo("ok");
      assertThat(reply.string("database")).isEqualTo("reachable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "image/png, */*;q=0.1", "nonsense"})
  void answersInJsonWhateverIsAccepted(String accept) {
    for (var path :
        List.of(
            "/api/random/initial/",
            "/api/chatbot/closing/",
            "/api/random/",
            "/api/memory/",
            "/api/health/",
            "/api/random/reset/")) {
      var reply = client.get(path, "Accept", accept);
      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(reply.header("content-type")).as(path).isEqualTo("application/json");
    }
    var turn = client.post("/api/random/", "{\"message\": \"it broke\"}", "Accept", accept);
    assertThat(turn.header("content-type")).isEqualTo("application/json");
    var problem = client.post("/api/random/", "[]", "Accept", accept);
    assertThat(problem.header("content-type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/api",
        "/api/",
        "/api/nike/",
        "/api/nike/initial/",
        "/api/nike/x/",
        "/api/chat/",
        "/api/memory-status/",
        "/api/random/nope/",
        "/api/lulu/initial/more",
        "/api/chatbot/reset/",
        "/v1/nope"
      })
  void knowsNothingAtOtherPaths(String path) {
    for (var reply : List.of(client.get(path), client.post(path, "{\"message\": \"x\"}"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.string("field")).isEqualTo("path");
      assertThat(reply.string("detail")).isEqualTo("There is nothing at " + path + ".");
    }
  }

  @Test
  void answersAClientThatWouldRatherSpeakHttp2() throws Exception {
    var request =
        HttpRequest.newBuilder(base.resolve("/api/random/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"message\": \"it broke\", \"index\": 0}"))
            .build();
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (int i = 0; i < 2; i++) {
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
    }
  }
}
