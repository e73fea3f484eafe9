package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import combot.metrics.Exposition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of models at {@code /metrics}. */
class FiguresTest {

  @Test
  void whatWasAskedIsCounted() throws Exception {
    var server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    server.stubFor(
        post(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(500))
            .willSetStateTo("up"));
    server.stubFor(
        post(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("up")
            .willReturn(okJson(Fixture.completion("\"" + Fixture.GOOD + "\""))));
    try (var speaker = Fixture.speaker(server)) {
      var registry = new PrometheusRegistry();
      speaker.bindTo(registry);
      speaker.speak(Fixture.wish(), Fixture.occasion(Duration.ofSeconds(20)));
      assertThat(text(registry))
          .contains(
              "combot_llm_replies_total{provider=\"openai\",source=\"repaired\"} 1.0",
              "combot_llm_requests_total{outcome=\"500\",provider=\"openai\"} 1.0",
              "combot_llm_requests_total{outcome=\"ok\",provider=\"openai\"} 1.0",
              "combot_llm_request_seconds_count{provider=\"openai\"} 2",
              "combot_llm_queue_seconds_count 1",
              "combot_llm_tokens_total{direction=\"input\",provider=\"openai\"} 200.0",
              "combot_llm_tokens_total{direction=\"output\",provider=\"openai\"} 20.0",
              "combot_llm_cost_total{provider=\"openai\"} 1.4",
              "combot_llm_findings_total{finding=\"quotes\"} 1.0",
              "combot_llm_retries_total 1.0",
              "combot_llm_waiting 0.0",
              "combot_llm_asking 0.0",
              "combot_llm_circuit_open{provider=\"openai\"} 0.0");
    } finally {
      server.stop();
    }
  }

  private static String text(PrometheusRegistry registry) throws Exception {
    return Exposition.of(registry);
  }
}
