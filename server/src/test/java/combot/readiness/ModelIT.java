package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.GatewayProcess;
import combot.ModelNewsletter;
import combot.ModelServer;
import combot.loadtest.Kind;
import combot.loadtest.Shape;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of a real gateway whose study wants a language model. */
@Timeout(300)
@TestMethodOrder(OrderAnnotation.class)
class ModelIT {

  @TempDir private static Path folder;
  private static ModelServer model;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    model = new ModelServer();
    gateway =
        new GatewayProcess(
            folder,
            Map.of("COMBOT_OPENAI_URL", model.url(), "COMBOT_OPENAI_KEY", "sk-secret"),
            "--study=" + ModelNewsletter.in(folder, "3s"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    model.close();
  }

  private static Map<String, Line> look(Probe probe) {
    return probe.look(ProofIT.context(gateway)).stream()
        .collect(Collectors.toMap(Line::id, Function.identity()));
  }

  @Test
  void tellsHowTheModelIsSetUpAndAsksItOnceWithoutItsKey() {
    var lines = look(new ModelProbe(1_000));
    assertThat(lines.get("audit.language-model"))
        .returns(State.PASS, Line::state)
        .returns("openai small, key set, at " + model.url(), Line::value);
    assertThat(lines.get("model.budget").state()).isEqualTo(State.PASS);
    int before = model.asked();
    var answers = look(new ModelAnswersProbe()).get("model.answers");
    assertThat(answers.value()).contains("200 tokens read, 20 written, cost 0.000240");
    assertThat(answers.state()).isNotEqualTo(State.FAIL);
    assertThat(model.asked()).isEqualTo(before + 1);
    assertThat(lines.toString()).doesNotContain("sk-secret");
  }

  @Test
  void virtualParticipantsHaveAModelMadeUpWhichBreaksWithoutLoss() throws Exception {
    int before = model.asked();
    var load =
        UnderLoad.REAL.run(
            ProofIT.context(gateway),
            new Shape.Sessions(4, 1, Duration.ZERO, Duration.ZERO),
            0.01,
            _ -> {});
    assertThat(load.isRight()).as(load.toString()).isTrue();
    assertThat(load.latencies().get(Kind.MODEL).count()).isEqualTo(12);

    var lines = look(new ModelDrill(UnderLoad.REAL));
    assertThat(lines).hasSize(3);
    assertThat(lines.values())
        .allSatisfy(line -> assertThat(line.state()).as(line.toString()).isEqualTo(State.PASS));
    assertThat(model.asked()).isEqualTo(before);
  }

  /** The last: nobody is disturbed who had a turn lately. */
  @Test
  @Order(Integer.MAX_VALUE)
  void participantsRepliesAreCountedByWhoWroteThem() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var requests = new Requests(http, gateway.url());
      var begun =
          requests.post(
              "/v1/studies/" + ModelNewsletter.ID + "/conversations",
              Map.of(),
              new JsonObject().put("consent", true).put("requestId", UUID.randomUUID().toString()));
      var token = Map.of("Authorization", "Bearer " + begun.json().getString("token"));
      requests.post(
          "/v1/conversation/turns",
          token,
          new JsonObject().put("turnId", "t1").put("text", "two of them"));
    }
    assertThat(look(new ModelProbe(1_000)).get("model.fallbacks"))
        .returns(State.PASS, Line::state)
        .returns("0 of 1 in the last day", Line::value);
  }
}
