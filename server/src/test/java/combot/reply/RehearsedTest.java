package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import combot.conversation.Provenance;
import combot.conversation.Provenance.Source;
import combot.study.Generation;
import combot.study.LanguageModel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reply that is only played goes the way of a real one, up to the endpoint. */
class RehearsedTest {

  private final WireMockServer endpoint = server();
  private final WireMockServer worker = server();

  @TempDir Path folder;

  private static WireMockServer server() {
    return new WireMockServer(WireMockConfiguration.options().dynamicPort());
  }

  @BeforeEach
  void start() {
    endpoint.start();
    worker.start();
    worker.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(405)));
  }

  @AfterEach
  void stop() {
    endpoint.stop();
    worker.stop();
  }

  @ParameterizedTest
  @CsvSource({"OPENAI,false", "OPENAI,true", "ANTHROPIC,false", "ANTHROPIC,true"})
  void itsWordsAreMadeUpAndNoModelIsAsked(LanguageModel.Provider provider, boolean streaming) {
    var record = folder.resolve("takes");
    var options = Fixture.options(endpoint);
    var endpoints =
        Endpoints.of(
            new Endpoints.Options(options.providers(), 4, Optional.of(record), Optional.empty()));
    var shown = new ArrayList<String>();
    try (var speaker =
        LlmSpeaker.rehearsing(
            endpoints, InstantSource.system(), URI.create(worker.baseUrl() + "/health/live"))) {
      var model = provider == Fixture.OPENAI.provider() ? Fixture.OPENAI : Fixture.ANTHROPIC;
      var turn =
          speaker.speak(
              Fixture.wish(model, Fixture.SCRIPTED, Fixture.COMPLAINT),
              Fixture.occasion(
                  Duration.ofSeconds(20), Generation.Caps.NONE, streaming, shown::add));
      assertThat(turn.text()).isEqualTo("I see. What happened right after that?");
      assertThat(turn.provenance())
          .returns(Source.LLM, Provenance::source)
          .returns(1, Provenance::attempts)
          .returns(1L, Provenance::inputTokens)
          .returns(1L, Provenance::outputTokens)
          .returns(List.of(), Provenance::errors)
          .returns(List.of(), Provenance::findings);
    }
    assertThat(shown.isEmpty()).isEqualTo(!streaming);
    assertThat(endpoint.getAllServeEvents()).isEmpty();
    assertThat(worker.getAllServeEvents())
        .singleElement()
        .satisfies(it -> assertThat(it.getRequest().getHeaders().toString()).doesNotContain("sk-"));
    assertThat(record).doesNotExist();
  }
}
