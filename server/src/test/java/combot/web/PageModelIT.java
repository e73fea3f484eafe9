package combot.web;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import combot.ModelStudy;
import combot.WorkerProcess;
import combot.web.Browser.Screen;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whole conversations on the page in every condition, with a language model and without its key.
 */
@Tag("slow")
class PageModelIT {

  private static final int CONDITIONS = 8;

  /** The bot's turns: greeting, five probes, the feel statement, the contact step, thanks. */
  private static final int WISHED = 6;

  private static final List<String> QUESTIONS =
      List.of(
          "When did you first notice it?",
          "Who did you talk to about this at the shop?",
          "Which words did they use, if you remember them?",
          "How long had you waited by then?",
          "What had you expected would happen instead?",
          "Where is the thing at the moment?",
          "Did anybody else see how it went?");

  /** Answers a text that is another one each time. */
  private static final class Model implements ResponseTransformerV2 {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile BiFunction<Integer, String, String> words = Model::answer;

    static String answer(int number, String request) {
      var end =
          request.contains("ask nothing")
              ? "That is all I wanted to know."
              : QUESTIONS.get(number % QUESTIONS.size());
      var words = "I put that down as note %d. %s".formatted(number, end);
      return number % 4 == 0 ? "\"" + words + "\"" : words;
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
      var content = words.apply(asked.incrementAndGet(), event.getRequest().getBodyAsString());
      var message = Map.of("role", "assistant", "content", content);
      var choice = Map.of("index", 0, "message", message, "finish_reason", "stop");
      var usage = Map.of("prompt_tokens", 200, "completion_tokens", 20, "total_tokens", 220);
      var completion =
          JsonObject.of("id", "c1", "model", "small-1", "choices", List.of(choice), "usage", usage);
      return Response.Builder.like(response).but().body(completion.encode()).build();
    }

    @Override
    public String getName() {
      return "model";
    }
  }

  private static final Model MODEL = new Model();
  private static final WireMockServer ENDPOINT = endpoint();
  private static final String STUDY = ModelStudy.file("think-feel", false).toString();

  @RegisterExtension
  static final WorkerProcess written =
      WorkerProcess.serving("--study", STUDY)
          .with("-Dcombot.openai.url=" + ENDPOINT.baseUrl() + "/v1");

  @RegisterExtension static final WorkerProcess keyless = WorkerProcess.serving("--study", STUDY);

  @RegisterExtension
  static final Browser browser = new Browser(() -> List.of(written.url(), keyless.url()));

  private static WireMockServer endpoint() {
    var server =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().extensions(MODEL));
    server.start();
    server.stubFor(post(anyUrl()).willReturn(okJson("{}")));
    return server;
  }

  @BeforeEach
  void ask() {
    MODEL.words = Model::answer;
  }

  @AfterAll
  static void stop() {
    ENDPOINT.stop();
  }

  /** Returns the sources of the bot's turns that a model is wanted for. */
  private HashSet<String> holdsOneInEachCondition(WorkerProcess worker) {
    var stored = new Stored(worker);
    var conditions = new HashSet<String>();
    var sources = new HashSet<String>();
    for (int i = 0; i < CONDITIONS; i++) {
      var screen = i % 2 == 0 ? Screen.PHONE : Screen.DESKTOP;
      var person = Participant.agrees(browser.fresh(screen), worker);
      conditions.add(stored.condition(person.token()));
      person.holdsAWholeConversation();
      assertThat(person.at("#finish-link"))
          .hasAttribute("href", Pattern.compile("https://survey\\.example\\.org/.+"));
      var seen = person.sees();
      seen.replaceAll(turn ->
          turn.equals("participant: jo@example.org")
              ? "participant: " + Participant.HIDDEN_CONTACT
              : turn);
      assertThat(seen).isEqualTo(stored.turns(person.token()));

      var came = stored.sources(person.token());
      assertThat(came).hasSize(WISHED + 3);
      assertThat(came.getFirst()).isEqualTo("SCRIPTED");
      assertThat(came.subList(1 + WISHED, WISHED + 3)).containsOnly("SCRIPTED");
      sources.addAll(came.subList(1, 1 + WISHED));
      person.page.close();
    }
    assertThat(conditions).hasSize(CONDITIONS);
    return sources;
  }

  @Test
  void aModelWritesInEveryCondition() {
    assertThat(holdsOneInEachCondition(written)).containsExactlyInAnyOrder("LLM", "REPAIRED");
  }

  @Test
  void withoutAKeyTheStudysOwnTextsAreSaidInEveryCondition() {
    assertThat(holdsOneInEachCondition(keyless)).containsExactly("FALLBACK");
  }

  @Test
  void markupOfAModelReachesNobody() {
    MODEL.words = (_, _) -> "<b>hi</b><script>document.title = 'taken'</script> When was that?";
    var person = Participant.agrees(browser.fresh(Screen.DESKTOP), written);
    person.says("my parcel was left in the rain");

    assertThat(person.at("#turns .bubble *")).hasCount(0);
    assertThat(person.page).hasTitle("A bad experience");
    assertThat(person.sees()).noneMatch(turn -> turn.contains("<"));
    assertThat(new Stored(written).sources(person.token())).containsExactly("SCRIPTED", "FALLBACK");
  }
}
