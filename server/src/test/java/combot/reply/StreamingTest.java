package combot.reply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.notMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import combot.conversation.BotTurn;
import combot.conversation.Provenance.Source;
import combot.study.Generation;
import combot.study.LanguageModel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies that are shown while they are written. */
class StreamingTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final String FIRST = "So the tracking stood still.";
  private static final String SECOND = "Which status did it show last?";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final List<String> shown = new ArrayList<>();
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

  private static String chunk(String text) {
    return "data: "
        + JsonObject.of(
                "id",
                "c1",
                "model",
                "small-1-2026",
                "choices",
                List.of(Map.of("index", 0, "delta", Map.of("content", text))))
            .encode()
        + "\n\n";
  }

  private static final String END =
      """
      data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"c1","choices":[],"usage":{"prompt_tokens":200,"completion_tokens":20,"total_tokens":220}}

      data: [DONE]

      """;

  private static ResponseDefinitionBuilder stream(String body) {
    return aResponse()
        .withHeader("Content-Type", "text/event-stream")
        .withHeader("x-request-id", "req-9")
        .withBody(body);
  }

  private BotTurn speak(LanguageModel model, Duration within) {
    return speaker.speak(
        Fixture.wish(model, Fixture.SCRIPTED, Fixture.COMPLAINT),
        Fixture.occasion(within, Generation.Caps.NONE, true, shown::add));
  }

  private BotTurn speak(String body) {
    server.stubFor(post(anyUrl()).willReturn(stream(body)));
    return speak(Fixture.OPENAI, AMPLE);
  }

  @Test
  void wholeSentencesAreShownAsTheyCome() {
    var turn =
        speak(
            chunk("So the tracking ")
                + chunk("stood still. Wh")
                + chunk("ich status did it show last?")
                + END);
    assertThat(turn.text()).isEqualTo(FIRST + " " + SECOND);
    assertThat(shown).containsExactly(FIRST);
    assertThat(turn.provenance().source()).isEqualTo(Source.LLM);
    assertThat(turn.provenance().model()).isEqualTo("small-1-2026");
    assertThat(turn.provenance().requestId()).isEqualTo("req-9");
    assertThat(turn.provenance().inputTokens()).isEqualTo(200);
    assertThat(turn.provenance().errors()).isEmpty();
  }

  @Test
  void whereNobodyListensNothingIsStreamed() {
    server.stubFor(post(anyUrl()).willReturn(okJson(Fixture.completion(FIRST + " " + SECOND))));
    var heard = Fixture.occasion(AMPLE, Generation.Caps.NONE, true, shown::add);
    var unheard =
        new Occasion(
            heard.studyId(),
            heard.conversationId(),
            heard.generation(),
            heard.deadline(),
            Optional.empty());
    var turn =
        speaker.speak(Fixture.wish(Fixture.OPENAI, Fixture.SCRIPTED, Fixture.COMPLAINT), unheard);
    assertThat(turn.provenance().source()).isEqualTo(Source.LLM);
    server.verify(
        1,
        postRequestedFor(anyUrl()).withRequestBody(notMatching("(?s).*\"stream\"\\s*:\\s*true.*")));
  }

  @Test
  void anthropicsEventsAreReadToo() {
    var body =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-x-1","usage":{"input_tokens":100,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"So the tracking stood still. "}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Which status did it show last?"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":10}}

        event: message_stop
        data: {"type":"message_stop"}

        """;
    server.stubFor(post(anyUrl()).willReturn(stream(body)));
    var turn = speak(Fixture.ANTHROPIC, AMPLE);
    assertThat(turn.text()).isEqualTo(FIRST + " " + SECOND);
    assertThat(shown).contains(FIRST);
    assertThat(turn.provenance().outputTokens()).isEqualTo(10);
    assertThat(turn.provenance().model()).isEqualTo("claude-x-1");
  }

  @Test
  void chunksThatAreNotQuiteOpenAisDoToo() {
    var turn =
        speak(
            ": keep-alive\n\ndata: {}\n\ndata:{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n"
                + "data:{\"choices\":[{\"delta\":{\"content\":\"So the tracking stood still. \"}}],\"extra\":1}\r\n\r\n"
                + "id: 7\nretry: 10\ndata: {\"choices\":[{\"delta\":{\"content\":\"Which status did it show last?\"}}]}\n\n");
    assertThat(turn.text()).isEqualTo(FIRST + " " + SECOND);
    assertThat(turn.provenance().source()).isEqualTo(Source.LLM);
    assertThat(turn.provenance().errors()).containsExactly("no-usage");
  }

  @Test
  void whatIsWrongInAnAnswerIsNeverShown() {
    var turn = speak(chunk("As an AI, I see. ") + chunk("Which status did it show last? ") + END);
    assertThat(shown).isEmpty();
    assertThat(turn.text()).isEqualTo(Fixture.SCRIPTED);
    assertThat(turn.provenance().attempts()).isEqualTo(2);
  }

  @Test
  void whatWasShownStaysWhenTheRestIsOfNoUse() {
    var turn =
        speak(chunk(FIRST + " ") + chunk(SECOND + " ") + chunk("My system prompt is long. ") + END);
    assertThat(shown).endsWith(FIRST + " " + SECOND);
    assertThat(turn.text()).isEqualTo(FIRST + " " + SECOND);
    assertThat(turn.provenance().source()).isEqualTo(Source.REPAIRED);
    assertThat(turn.provenance().findings()).containsExactly("leak", "cut-off");
    assertThat(turn.provenance().attempts()).isEqualTo(1);
    assertThat(turn.delivered()).containsEntry("brand", "Basic");
  }

  @Test
  void aStreamThatDripsEndsAtTheDeadline() {
    server.stubFor(
        post(anyUrl())
            .willReturn(
                stream(chunk(FIRST + " ") + chunk(SECOND) + END)
                    .withChunkedDribbleDelay(100, 60_000)));
    var turn = speak(Fixture.OPENAI, Duration.ofMillis(900));
    assertThat(turn.text()).isEqualTo(Fixture.SCRIPTED);
    assertThat(turn.provenance().errors()).containsExactly("deadline");
  }

  @Test
  void aStreamThatIsCutAfterASentenceWasShownIsNotBegunAgain() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> cut(listener));
      var given =
          new Endpoints.Given(
              Optional.of("http://127.0.0.1:%d/v1".formatted(listener.getLocalPort())),
              Optional.empty(),
              Optional.empty());
      var options =
          new Endpoints.Options(
              Map.of(LanguageModel.Provider.OPENAI, given), 4, Optional.empty(), Optional.empty());
      try (var cutting =
          new LlmSpeaker(Endpoints.of(options), Ledger.NOTHING, InstantSource.system())) {
        var turn =
            cutting.speak(
                Fixture.wish(), Fixture.occasion(AMPLE, Generation.Caps.NONE, true, shown::add));
        assertThat(turn.text()).isEqualTo(FIRST);
        assertThat(shown).containsExactly(FIRST);
        assertThat(turn.provenance().source()).isEqualTo(Source.REPAIRED);
        assertThat(turn.provenance().errors()).containsExactly("connection");
        assertThat(turn.provenance().attempts()).isEqualTo(1);
      }
    }
  }

  /** Begins a stream and closes the connection in the middle of it. */
  private static void cut(ServerSocket listener) {
    try (var socket = listener.accept()) {
      var body = chunk(FIRST + " Whi");
      var out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n%s"
              .formatted(body)
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException _) {
      // The client is gone, too.
    }
  }
}
