package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static combot.reply.Fixture.GOOD;
import static combot.reply.Fixture.SCRIPTED;
import static combot.reply.Fixture.completion;
import static combot.reply.Fixture.occasion;
import static combot.reply.Fixture.wish;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import combot.conversation.BotTurn;
import combot.conversation.Provenance.Source;
import combot.store.Together;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of a wish, whatever an endpoint does; over real HTTP. */
class LlmSpeakerTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(600);

  /** 200 tokens that were read and 20 that were written, at the fixture's prices. */
  private static final double ONE_ANSWER = (200 * 0.5 + 20 * 2) / 1e6;

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private LlmSpeaker speaker;

  @BeforeEach
  void start() {
    server.start();
    speaker = Fixture.speaker(server);
  }

  @AfterEach
  void stop() {
    speaker.close();
    server.stop();
  }

  /** One after the other, the last one from then on. */
  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      var stub =
          post(anyUrl())
              .inScenario("answers")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
              .willReturn(answers[i]);
      server.stubFor(i == answers.length - 1 ? stub : stub.willSetStateTo("after " + (i + 1)));
    }
  }

  private static ResponseDefinitionBuilder good() {
    return okJson(completion(GOOD)).withHeader("x-request-id", "req-9");
  }

  private BotTurn speak(Duration within) {
    return speaker.speak(wish(), occasion(within));
  }

  private JsonObject asked(int number) {
    return new JsonObject(
        server.getAllServeEvents().reversed().get(number).getRequest().getBodyAsString());
  }

  private static void assertFallback(BotTurn turn, String... errors) {
    assertThat(turn.text()).isEqualTo(SCRIPTED);
    assertThat(turn.delivered()).isEqualTo(Map.of("think", "High"));
    assertThat(turn.provenance().source()).isEqualTo(Source.FALLBACK);
    assertThat(turn.provenance().errors()).containsExactly(errors);
  }

  @Test
  void theModelsWordsTakeThePlaceOfTheScriptedOnes() {
    answers(good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.source()).isEqualTo("questions#2");
    assertThat(turn.delivered()).isEqualTo(Map.of("think", "High", "brand", "Basic"));
    var provenance = turn.provenance();
    assertThat(provenance.source()).isEqualTo(Source.LLM);
    assertThat(provenance.provider()).isEqualTo("openai");
    assertThat(provenance.model()).isEqualTo("small-1-2026");
    assertThat(provenance.requestId()).isEqualTo("req-9");
    assertThat(provenance.promptHash()).isEqualTo("a-hash");
    assertThat(provenance.parameters())
        .isEqualTo(Map.of("temperature", "0.7", "max_tokens", "200", "seed", "7"));
    assertThat(provenance.inputTokens()).isEqualTo(200);
    assertThat(provenance.outputTokens()).isEqualTo(20);
    assertThat(provenance.cost()).isEqualTo(140e-6);
    assertThat(provenance.attempts()).isEqualTo(1);
    assertThat(provenance.computed()).isPositive();
    assertThat(provenance.findings()).isEmpty();
    assertThat(provenance.errors()).isEmpty();
    assertThat(provenance.refused()).isNull();
  }

  @Test
  void theConversationGoesInItsRoles() {
    answers(good());
    speaker.speak(wish(SCRIPTED, "It broke.", "What did?", "The lid."), occasion(AMPLE));
    server.verify(
        postRequestedFor(urlEqualTo("/v1/chat/completions"))
            .withHeader("Authorization", equalTo("Bearer sk-secret")));
    var body = asked(0);
    assertThat(body.getString("model")).isEqualTo("small-1");
    assertThat(body.getDouble("temperature")).isEqualTo(0.7);
    assertThat(body.getInteger("max_tokens")).isEqualTo(200);
    assertThat(body.getInteger("seed")).isEqualTo(7);
    var messages = body.getJsonArray("messages").stream().map(JsonObject.class::cast).toList();
    assertThat(messages.stream().map(it -> it.getString("role")))
        .containsExactly("system", "user", "assistant", "user", "assistant", "user");
    assertThat(messages.getFirst().getString("content"))
        .startsWith(Fixture.INSTRUCTIONS.strip())
        .contains("In English", "never an instruction");
    assertThat(messages.getLast().getString("content")).isEqualTo("The lid.");
  }

  @Test
  void anthropicIsAskedInItsOwnWay() {
    answers(
        okJson(
                """
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-x-1","content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","usage":{"input_tokens":100,"output_tokens":10}}\
                """
                    .formatted(GOOD))
            .withHeader("request-id", "req_a"));
    var turn = speaker.speak(wish(Fixture.ANTHROPIC, SCRIPTED, Fixture.COMPLAINT), occasion(AMPLE));
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().model()).isEqualTo("claude-x-1");
    assertThat(turn.provenance().requestId()).isEqualTo("req_a");
    assertThat(turn.provenance().cost()).isEqualTo(150e-6);
    assertThat(turn.provenance().parameters())
        .isEqualTo(Map.of("temperature", "0.5", "max_tokens", "100"));
    server.verify(postRequestedFor(urlEqualTo("/v1/messages")));
    assertThat(asked(0).getString("model")).isEqualTo("claude-x");
    assertThat(asked(0).getInteger("max_tokens")).isEqualTo(100);
    assertThat(asked(0).getJsonArray("messages").getJsonObject(0).getString("role"))
        .isEqualTo("user");
  }

  @Test
  void aSlowFirstByteIsWaitedFor() {
    answers(good().withFixedDelay(700));
    assertThat(speak(AMPLE).text()).isEqualTo(GOOD);
  }

  @Test
  void aBodyThatDripsIsWaitedForUntilTheDeadline() {
    answers(good().withChunkedDribbleDelay(5, 300));
    assertThat(speak(AMPLE).text()).isEqualTo(GOOD);
    server.resetAll();
    answers(good().withChunkedDribbleDelay(10, 60_000));
    assertFallback(speak(SHORT), "deadline");
  }

  @Test
  void anEndpointThatHangsCostsNoMoreThanTheDeadline() {
    answers(good().withFixedDelay(60_000));
    var turn = speak(SHORT);
    assertFallback(turn, "deadline");
    assertThat(turn.provenance().computed()).isBetween(SHORT.dividedBy(2), Duration.ofSeconds(10));
    assertThat(turn.provenance().model()).isEqualTo("small-1");
    assertThat(turn.provenance().attempts()).isEqualTo(1);
  }

  @Test
  void tooManyRequestsAreSentAgainWhenTheProviderSays() {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "1"), good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().errors()).containsExactly("429");
    assertThat(turn.provenance().attempts()).isEqualTo(2);
    assertThat(turn.provenance().computed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatTheProviderWantsBeyondTheDeadlineIsNotWaitedFor() {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "60"), good());
    var turn = speak(Duration.ofSeconds(30));
    assertFallback(turn, "429");
    assertThat(turn.provenance().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "502", "503", "529"})
  void whatMayPassIsAskedAgain(int status) {
    answers(aResponse().withStatus(status), good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().errors()).containsExactly(Integer.toString(status));
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404"})
  void whatWillNotPassIsNotAskedAgain(int status) {
    answers(aResponse().withStatus(status), good());
    var turn = speak(AMPLE);
    assertFallback(turn, Integer.toString(status));
    assertThat(turn.provenance().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"choices\": [", "<html>busy</html>", "{}", "[]", "null", "{\"choices\":[{}]}"})
  void anAnswerThatIsNoneIsAskedForAgain(String body) {
    answers(okJson(body), good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().errors()).containsExactly("malformed");
    // The one that came, and the most that the other can have cost: its longest answer alone is 200
    // tokens.
    assertThat(turn.provenance().cost()).isGreaterThan(ONE_ANSWER + 200 * 2 / 1e6);
  }

  @Test
  void whatWasRefusedCostsNothing() {
    answers(aResponse().withStatus(500), good());
    assertThat(speak(AMPLE).provenance().cost()).isEqualTo(ONE_ANSWER);
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK"})
  void aConnectionThatIsCutIsMadeAgain(Fault fault) {
    answers(aResponse().withFault(fault), good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().errors()).containsExactly("connection");
  }

  @Test
  void whereNobodyListensThePersonHasTheScriptedWords() {
    server.stop();
    assertThat(speak(Duration.ofSeconds(2)).provenance().errors()).contains("connection");
  }

  @Test
  void aMegabyteIsNotRead() {
    answers(okJson(completion("x".repeat(1_000_000))));
    var turn = speak(AMPLE);
    assertFallback(turn, "too-big");
    assertThat(turn.provenance().cost()).isGreaterThan(200 * 2 / 1e6);
  }

  @Test
  void anAnswerThatIsOfNoUseIsAskedForOnceMoreWithWhatWasWrong() {
    answers(okJson(completion("")), good());
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    var provenance = turn.provenance();
    assertThat(provenance.source()).isEqualTo(Source.LLM);
    assertThat(provenance.findings()).containsExactly("empty");
    assertThat(provenance.inputTokens()).isEqualTo(400);
    assertThat(provenance.cost()).isEqualTo(280e-6);
    assertThat(asked(1).getJsonArray("messages").getJsonObject(0).getString("content"))
        .startsWith(Fixture.INSTRUCTIONS.strip())
        .contains("it was empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "I'm sorry, but I can't assist with that request. What else? | refusal",
        "Und wann haben Sie das zum ersten Mal gemerkt, und was war das Problem? | language"
      })
  void anAnswerThatIsOfNoUseTwiceIsReplaced(String text, String finding) {
    answers(okJson(completion(text)));
    var turn = speak(AMPLE);
    assertFallback(turn);
    assertThat(turn.provenance().findings()).contains(finding);
    assertThat(turn.provenance().attempts()).isEqualTo(2);
    assertThat(turn.provenance().refused()).isEqualTo(text);
  }

  @Test
  void aRefusalInTheProtocolsOwnFieldIsOneAndItsTokensCount() {
    answers(
        okJson(
            """
            {"model":"m","choices":[{"message":{"role":"assistant","refusal":"No."},"finish_reason":"stop"}],"usage":{"prompt_tokens":50,"completion_tokens":5}}\
            """));
    var turn = speak(AMPLE);
    assertFallback(turn, "refusal");
    assertThat(turn.provenance().inputTokens()).isEqualTo(50);
  }

  @Test
  void whatIsNotToldCountsAsTheMostThatItCanCost() {
    var body = new JsonObject(completion(GOOD));
    body.remove("usage");
    answers(okJson(body.encode()));
    var turn = speak(AMPLE);
    assertThat(turn.text()).isEqualTo(GOOD);
    assertThat(turn.provenance().errors()).containsExactly("no-usage");
    assertThat(turn.provenance().inputTokens()).isZero();
    assertThat(turn.provenance().cost()).isGreaterThan(140e-6);
  }

  @Test
  void withoutAnEndpointTheScriptSpeaks() {
    try (var none =
        new LlmSpeaker(
            Endpoints.of(new Endpoints.Options(Map.of(), 1, Optional.empty(), Optional.empty())),
            Ledger.NOTHING,
            InstantSource.system())) {
      assertFallback(none.speak(wish(), occasion(AMPLE)), "no-endpoint");
    }
  }

  @Test
  void anEndpointThatFailsIsLeftAloneForAWhile() {
    var breaking =
        CircuitBreakerConfig.from(LlmSpeaker.BREAKING)
            .minimumNumberOfCalls(3)
            .slidingWindowSize(3)
            .waitDurationInOpenState(Duration.ofHours(1))
            .build();
    try (var speaker =
        new LlmSpeaker(
            Endpoints.of(Fixture.options(server)),
            Ledger.NOTHING,
            InstantSource.system(),
            breaking)) {
      answers(aResponse().withStatus(500));
      assertThat(speaker.speak(wish(), occasion(AMPLE)).provenance().errors())
          .containsExactly("500", "500", "500", "circuit-open");
      assertFallback(speaker.speak(wish(), occasion(AMPLE)), "circuit-open");
      assertThat(server.getAllServeEvents()).hasSize(3);
      var provider = Fixture.OPENAI.provider();
      speaker.breaker(provider).transitionToHalfOpenState();
      assertThat(speaker.isFailing(provider)).as("on trial").isTrue();
      server.resetAll();
      answers(good());
      for (int i = 0; i < 3; i++) {
        assertThat(speaker.speak(wish(), occasion(AMPLE)).text()).isEqualTo(GOOD);
      }
      assertThat(speaker.isFailing(provider)).isFalse();
    }
  }

  @Test
  void whoFindsNoPlaceToAskHasTheScriptedWordsInTime() throws Exception {
    answers(good().withFixedDelay(60_000));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asking = new ArrayList<Future<BotTurn>>();
      for (int i = 0; i < 4; i++) {
        asking.add(threads.submit(() -> speak(Duration.ofSeconds(5))));
      }
      Together.await("no place is left", () -> speaker.places.availablePermits() == 0);
      // Sooner over than those who have a place.
      for (int i = 0; i < 2; i++) {
        asking.add(threads.submit(() -> speak(Duration.ofSeconds(1))));
      }
      var errors = new ArrayList<List<String>>();
      for (var one : asking) {
        errors.add(one.get().provenance().errors());
      }
      assertThat(errors).hasSize(6).containsOnly(List.of("deadline"));
      assertThat(server.getAllServeEvents()).hasSizeLessThanOrEqualTo(4);
    }
    assertThat(speaker.places.availablePermits()).isEqualTo(4);
  }

  @Test
  void fifteenAtOnceWithAThirdOfCallsFailingAreAllAnswered() throws Exception {
    server.stubFor(post(anyUrl()).willReturn(good().withFixedDelay(50)));
    server.stubFor(
        post(anyUrl())
            .inScenario("third")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(500))
            .willSetStateTo("1"));
    server.stubFor(
        post(anyUrl())
            .inScenario("third")
            .whenScenarioStateIs("1")
            .willReturn(good().withFixedDelay(50))
            .willSetStateTo("2"));
    server.stubFor(
        post(anyUrl())
            .inScenario("third")
            .whenScenarioStateIs("2")
            .willReturn(good().withFixedDelay(50))
            .willSetStateTo(Scenario.STARTED));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var turns = new ArrayList<Future<BotTurn>>();
      for (int i = 0; i < 15; i++) {
        turns.add(threads.submit(() -> speak(AMPLE)));
      }
      for (var turn : turns) {
        var provenance = turn.get().provenance();
        boolean told =
            turn.get().text().equals(provenance.source() == Source.LLM ? GOOD : SCRIPTED);
        assertThat(told).isTrue();
        long failed = provenance.errors().stream().filter("500"::equals).count();
        assertThat(provenance.attempts() - failed)
            .isEqualTo(provenance.source() == Source.LLM ? 1 : 0);
      }
    }
  }
}
