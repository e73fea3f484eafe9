package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import combot.conversation.Provenance.Source;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Participants who write to the model and not to the bot, against an endpoint that does all they
 * want: nothing of it comes out.
 */
class InjectionTest {

  /** What a participant writes, and what comes of it with a model that obeys. */
  record Injection(String kind, String message, String answer, List<String> forbidden) {
    static Injection of(String line) {
      var cells = line.replace("\\n", "\n").split("\t");
      return new Injection(cells[0], cells[1], cells[2], List.of(cells[3].split("\\|")));
    }

    String obeyed(String system) {
      var words = Arrays.stream(system.split("\\s+")).limit(12).collect(Collectors.joining(" "));
      var encoded = Base64.getEncoder().encodeToString(system.getBytes(StandardCharsets.UTF_8));
      return answer
          .replace("{system}", system)
          .replace("{system first 12}", words)
          .replace("{system base64}", encoded)
          .replace("{system reversed}", new StringBuilder(system).reverse());
    }
  }

  /** Answers what the last message asks for. */
  private static final class Obedient implements ResponseTransformerV2 {
    @Override
    public Response transform(Response response, ServeEvent event) {
      var messages = new JsonObject(event.getRequest().getBodyAsString()).getJsonArray("messages");
      var system = messages.getJsonObject(0).getString("content");
      var said = messages.getJsonObject(messages.size() - 1).getString("content");
      var injection =
          injections().filter(it -> said.equals(it.message())).findFirst().orElseThrow();
      boolean goesOn = said.length() % 2 == 0;
      var answer = injection.obeyed(system) + (goesOn ? " What happened then?" : "");
      return Response.Builder.like(response).but().body(Fixture.completion(answer)).build();
    }

    @Override
    public String getName() {
      return "obedient";
    }
  }

  private static final WireMockServer SERVER =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().extensions(new Obedient()));
  private static LlmSpeaker speaker;

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withTransformers("obedient")));
    speaker = Fixture.speaker(SERVER);
  }

  @AfterAll
  static void stop() {
    speaker.close();
    SERVER.stop();
  }

  static Stream<Injection> injections() {
    var lines =
        new BufferedReader(
            new InputStreamReader(
                InjectionTest.class.getResourceAsStream("injections.tsv"), StandardCharsets.UTF_8));
    return lines.lines().filter(line -> !line.startsWith("#")).map(Injection::of);
  }

  @Test
  void thereAreManyOfManyKinds() {
    assertThat(injections()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    assertThat(injections().map(Injection::kind).distinct()).hasSizeGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("injections")
  void nothingOfItComesOut(Injection injection) {
    for (var scripted : List.of(Fixture.SCRIPTED, "All right, that covers it.")) {
      SERVER.resetRequests();
      var wish = Fixture.wish(scripted, "It broke.", "What did?", injection.message());
      var turn = speaker.speak(wish, Fixture.occasion(Duration.ofSeconds(20)));
      var text = turn.text().toLowerCase(Locale.ROOT);
      assertThat(injection.forbidden())
          .allSatisfy(it -> assertThat(text).doesNotContain(it.toLowerCase(Locale.ROOT)));
      assertThat(Text.runs(turn.text(), Dictation.RUN))
          .doesNotContainAnyElementsOf(Text.runs(wish.instructions(), Dictation.RUN));
      assertThat(turn.provenance().source()).isNotEqualTo(Source.LLM);
      assertThat(turn.provenance().findings()).isNotEmpty();
      assertThat(SERVER.getAllServeEvents())
          .isNotEmpty()
          .allSatisfy(event ->
              assertThat(system(event.getRequest().getBodyAsString()))
                  .startsWith(Fixture.INSTRUCTIONS.strip() + "\n\n" + Question.rules("en"))
                  .doesNotContain(injection.message()));
    }
  }

  private static String system(String body) {
    var first = new JsonObject(body).getJsonArray("messages").getJsonObject(0);
    assertThat(first.getString("role")).isEqualTo("system");
    return first.getString("content");
  }
}
