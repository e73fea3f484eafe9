package combot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import combot.reply.Fixture;
import combot.store.Tables;
import combot.store.Together;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole conversations with a worker whose model's endpoint fails, by HTTP and as they are stored.
 */
@Timeout(120)
@TestMethodOrder(OrderAnnotation.class)
class ModelFaultIT {

  private static final String STUDY = "with-model";
  private static final int WRITTEN = 6;
  private static final ModelServer MODEL = new ModelServer();
  private static final Path FILE = ModelStudy.within(STUDY, "3s");

  @RegisterExtension
  static final WorkerProcess worker =
      WorkerProcess.serving("--study", FILE.toString()).with(MODEL.option());

  private static final PageClient page = new PageClient(worker);

  /** The first question that a process asks takes a second or more. */
  @BeforeAll
  static void warmUp() {
    converse(begin("nothing"), 0);
  }

  @AfterAll
  static void stop() {
    page.close();
    MODEL.close();
  }

  /**
   * Requests that fail and answers that can't be used, by turns: of too many failures in a row the
   * worker would take it that the endpoint is gone.
   */
  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("connection", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        arguments("empty", okJson(Fixture.completion(" "))),
        arguments("malformed", okJson("{\"choices\": [")),
        arguments(
            "refusal", okJson(Fixture.completion("I'm sorry, but I can't assist with that. Why?"))),
        arguments("deadline", ok().withFixedDelay(60_000)),
        arguments(
            "language",
            okJson(
                Fixture.completion(
                    "Wann haben Sie zum ersten Mal gemerkt, dass etwas nicht stimmt?"))),
        arguments("too-big", okJson(Fixture.completion("x".repeat(1 << 20)))));
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void whoseFirstAnswerFailsHasAWholeConversation(String name, ResponseDefinitionBuilder fault)
      throws Exception {
    var token = begin(name);
    MODEL.answers(fault);
    answered(token, 0);
    MODEL.answersWell();
    converse(token, 1);
    var generated = generated();
    assertThat(generated).hasSize(WRITTEN);
    assertFallback(generated.getFirst(), name);
    generated.subList(1, WRITTEN).forEach(ModelFaultIT::assertWritten);
  }

  @Order(2)
  @Test
  void aWorkerByItselfThatIsToldToEndAnswersWhatItHas() throws Exception {
    var token = begin("told to end");
    MODEL.hold();
    var answer = CompletableFuture.supplyAsync(() -> answered(token, 0));
    MODEL.awaitAsked();
    var process = worker.handle();
    process.destroy();
    Together.await("it to take nothing new", () -> page.get("/health/ready").statusCode() == 503);
    MODEL.release();
    var text = answer.join().get("replies").get(0).get("text").asText();
    process.onExit().get(30, TimeUnit.SECONDS);
    assertThat(new Tables(worker.data()).texts("select text from turn order by created_at, number"))
        .endsWith("message 0", text);
  }

  @Order(3)
  @Test
  void aConversationWithoutAnEndpointIsScripted() throws Exception {
    var token = begin("gone");
    MODEL.close();
    converse(token, 0);
    assertThat(generated())
        .hasSize(WRITTEN)
        .allSatisfy(row -> assertFallback(row, "connection", "circuit-open"));
  }

  /** Half of the last twenty requests failed. */
  @Order(4)
  @Test
  void healthTellsOfAnEndpointThatIsGone() {
    MODEL.close();
    for (int i = 0; i < 4; i++) {
      converse(begin("gone for good " + i), 0);
    }
    var health = page.get("/health/ready");
    assertThat(health.statusCode()).as("others are served").isEqualTo(200);
    assertThat(health.body()).contains("most of the last requests to one failed");
  }

  private static String begin(String name) {
    var begun = page.begin(STUDY, "somebody-who-meets-" + name.replace(' ', '-'));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    return PageClient.json(begun).get("token").asText();
  }

  private static JsonNode answered(String token, int number) {
    var text = number == WRITTEN ? "somebody@example.com" : "message " + number;
    var answer = page.say(token, number, text);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return PageClient.json(answer);
  }

  /** From that message on, to the end. */
  private static void converse(String token, int from) {
    for (int i = from; i <= WRITTEN; i++) {
      answered(token, i);
    }
    var tables = new Tables(worker.data());
    tables.check();
    assertThat(tables.texts("select status from conversation order by created_at desc limit 1"))
        .containsExactly("FINISHED");
  }

  /** Of the conversation that was begun last. */
  private static List<Map<String, Object>> generated() {
    return new Tables(worker.data())
        .rows(
            """
            select g.*, t.text from generation g
            join turn t on t.conversation_id = g.conversation_id and t.number = g.number
            where g.conversation_id = (select id from conversation order by created_at desc limit 1) order by g.number\
            """);
  }

  private static void assertWritten(Map<String, Object> row) {
    assertThat(row).as(row.toString()).containsEntry("source", "LLM").containsEntry("errors", "[]");
    assertThat(MODEL.said((String) row.get("text"), (String) row.get("request_id"))).isTrue();
  }

  /**
   * @param reasons of which one was noted, as what failed or what was found
   */
  private static void assertFallback(Map<String, Object> row, String... reasons) {
    assertThat(row).containsEntry("source", "FALLBACK");
    assertThat(FILE).content().contains("\"" + row.get("text") + "\"");
    assertThat(row.get("errors") + " " + row.get("findings")).containsAnyOf(reasons);
  }
}
