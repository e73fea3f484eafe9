package combot.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import combot.control.ControlSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language models that studies want. */
class ModelProbeTest {

  @TempDir Path folder;
  private Looked looked;
  private JsonObject study;
  private JsonObject model;

  @BeforeEach
  void wanted() {
    looked = new Looked(folder);
    study = WantedModelsTold.by(looked, "think-feel").getJsonArray("studies").getJsonObject(0);
    model = study.getJsonArray("models").getJsonObject(0);
  }

  private Line line(String id) {
    return looked.line(new ModelProbe(1_000), id);
  }

  @Test
  void whatIsSetUpIsNamedWithoutItsKey() {
    assertThat(line("audit.language-model"))
        .returns(State.PASS, Line::state)
        .returns("openai small, key set, at https://api.openai.com/v1", Line::value);
  }

  @Test
  void aModelWithoutAnEndpointFailsAndTheRemedyNamesTheVariables() {
    model.putNull("endpoint");
    var line = line("audit.language-model");
    assertThat(line.state()).isEqualTo(State.FAIL);
    assertThat(line.value())
        .isEqualTo("no endpoint for openai small: every reply would be scripted");
    assertThat(line.remedy().orElseThrow()).contains("COMBOT_OPENAI_KEY_FILE", "take model: out");
  }

  @Test
  void pricesWithoutCapsCapsWithoutPricesAndRecordingsAreWarnedOf() {
    model.put("priced", false);
    assertThat(line("audit.language-model"))
        .returns(State.WARN, Line::state)
        .extracting(Line::value)
        .asString()
        .endsWith("think-feel has caps, but no prices of small: they are never reached");
    model.put("priced", true);
    study.put("caps", new JsonObject());
    assertThat(line("audit.language-model"))
        .returns(State.WARN, Line::state)
        .extracting(Line::value)
        .asString()
        .endsWith("think-feel has prices, but no caps: it may spend any amount");
    looked.models.put("replay", true);
    assertThat(line("audit.language-model"))
        .returns(State.WARN, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("answers come from a recording");
  }

  @Test
  void loadTestsThatSpendMoneyAreTold() {
    looked.models.put("load_tests", "ask");
    assertThat(line("audit.language-model").value()).endsWith("load tests ask it too, for money");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5, PASS", "1, 8.1, WARN", "33, 0.5, WARN", "39.9, 0, FAIL", "1, 9.99, FAIL"})
  void judgesWhatIsSpentAgainstTheNearerCap(double spent, double today, State state) {
    study.put("spent", spent).put("spent_today", today).put("mean_cost", 0.0);
    assertThat(line("model.budget").state()).isEqualTo(state);
  }

  @Test
  void aCapThatDoesNotLastForThoseWhoAreToComeIsWarnedOf() {
    assertThat(line("model.budget"))
        .returns(State.PASS, Line::state)
        .returns(
            "think-feel: 1.00 of 40.00 in all, 0.50 of 10.00 today, 0.0100 a conversation, so that the rest is enough for all 900 who are to come, a day's for 1,000",
            Line::value);
    study.put("mean_cost", 0.05);
    assertThat(line("model.budget").state()).isEqualTo(State.WARN);
    study.put("caps", new JsonObject());
    assertThat(line("model.budget"))
        .returns(State.PASS, Line::state)
        .extracting(Line::value)
        .asString()
        .startsWith("think-feel: 1.00 (no cap) in all");
  }

  @Test
  void aStudyThatLetsNobodyInAtItsCapFails() {
    study.put("closed", true);
    assertThat(line("model.budget"))
        .returns(State.FAIL, Line::state)
        .extracting(Line::value)
        .asString()
        .endsWith("nobody new is let in (at-cap: stop)");
  }

  @Test
  void smallSumsAreToldByDigitsThatSaySomething() {
    study.put("spent", 0.00062);
    assertThat(line("model.budget").value()).startsWith("think-feel: 0.00062 of 40.00 in all");
  }

  @ParameterizedTest
  @CsvSource({"2, PASS", "11, WARN", "101, FAIL"})
  void judgesHowManyRepliesWereScriptedInstead(int fallbacks, State state) {
    study.put("fallbacks", fallbacks);
    assertThat(line("model.fallbacks").state()).isEqualTo(state);
  }

  @Test
  void noReplyIsNoFault() {
    study.put("generated", 0).put("fallbacks", 0);
    assertThat(line("model.fallbacks").state()).isEqualTo(State.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"audit.language-model", "model.budget", "model.fallbacks", "model.answers"})
  void whereNoneIsWantedItIsToldAndWhereNobodyTellsItIsNotKnown(String id) {
    looked.models.put("studies", new JsonArray());
    assertThat(either(id)).returns(State.PASS, Line::state).returns(ModelProbe.NONE, Line::value);
    looked.models.clear();
    looked.models.put("why", "that command is not known");
    assertThat(either(id))
        .returns(State.NOT_MEASURED, Line::state)
        .returns("that command is not known", Line::value);
  }

  private Line either(String id) {
    return id.equals("model.answers") ? looked.line(new ModelAnswersProbe(), id) : line(id);
  }

  /** What is said where the model took so long, or had this problem. */
  private Line answered(double seconds, String problem) throws IOException {
    var answer =
        new JsonObject()
            .put("provider", "openai")
            .put("model", "small")
            .put("deadline_seconds", 8.0)
            .put("seconds", seconds)
            .put("input_tokens", 60)
            .put("output_tokens", 12)
            .put("cost", 0.000014)
            .put("problem", problem);
    var told = new JsonObject().put("models", new JsonArray().add(answer));
    try (var _ = ControlSocket.open(looked.data(), (_, _) -> told)) {
      return looked.line(new ModelAnswersProbe(), "model.answers");
    }
  }

  @Test
  void asksModelsAndJudgesTheSlowest() throws IOException {
    assertThat(answered(1.2, null))
        .returns(State.PASS, Line::state)
        .returns(true, Line::required)
        .returns("openai small: 1.20 s, 60 tokens read, 12 written, cost 0.000014", Line::value);
    assertThat(answered(3.5, null).state()).isEqualTo(State.WARN);
    assertThat(answered(8.5, null).state()).isEqualTo(State.FAIL);
    assertThat(answered(0.1, "knows no model 'small'"))
        .returns(State.FAIL, Line::state)
        .returns("openai small: knows no model 'small'", Line::value);
  }

  @Test
  void withoutAnEndpointNobodyIsAskedAndThatIsNotRequired() {
    model.putNull("endpoint");
    assertThat(looked.line(new ModelAnswersProbe(), "model.answers"))
        .returns(State.NOT_MEASURED, Line::state)
        .returns(false, Line::required);
  }

  @Test
  void thatAModelsTimeIsApartIsSaidWhereOneIsWanted() {
    var loads = Tested.steps(Tested.Stage.WELL);
    assertThat(looked.line(new TargetProbe(loads), "load.target.replies").how())
        .endsWith("; a language model's own time apart");
    var paragraph = "load tests get one that is made up";
    assertThat(new StepsProbe(loads).blocks(looked.context()).toString()).contains(paragraph);
    looked.models.put("studies", new JsonArray());
    assertThat(looked.line(new TargetProbe(loads), "load.target.replies").how())
        .doesNotContain("language model");
    assertThat(new StepsProbe(loads).blocks(looked.context()).toString()).doesNotContain(paragraph);
  }
}
