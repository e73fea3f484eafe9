package combot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTextTest {

  private final JsonObject model =
      new JsonObject(
          """
          {"provider": "openai", "model": "gpt-4o-mini", "priced": true, "key": true,
           "endpoint": "https://api.openai.com/v1"}
          """);
  private final JsonObject study =
      new JsonObject(
              """
              {"study": "think-feel", "caps": {"study": 40.0, "day": 10.0}, "spent": 3.1,
               "spent_today": 0.0042, "generated": 312, "fallbacks": 4, "capped": false,
               "closed": false}
              """)
          .put("models", new JsonArray().add(model));
  private final JsonObject told = new JsonObject().put("studies", new JsonArray().add(study));

  private JsonObject status() {
    var status = new JsonObject().put("healthy", true).put("problems", new JsonArray());
    new ModelsText(told).addTo(status);
    return status;
  }

  private String line() {
    return String.join("\n", new ModelsText(told).lines());
  }

  private String problem() {
    var status = status();
    assertThat(status.getBoolean("healthy")).isFalse();
    assertThat(status.getJsonArray("problems")).hasSize(1);
    return status.getJsonArray("problems").getString(0);
  }

  @Test
  void tellsRepliesAndMoney() {
    assertThat(line())
        .isEqualTo(
            "think-feel: openai gpt-4o-mini; 312 replies in the last day, 4 of them scripted instead; 0.0042 of 10.00 spent today, 3.10 of 40.00 in all");
    assertThat(status().getBoolean("healthy")).isTrue();
    assertThat(status().getJsonArray("problems")).isEmpty();
    assertThat(status().getJsonObject("models")).isEqualTo(told);
  }

  @Test
  void tellsNoMoneyWhereThereAreNoPricesAndNoCapsWhereThereAreNone() {
    study.put("caps", new JsonObject());
    assertThat(line()).endsWith("; 0.0042 spent today, 3.10 in all");
    model.put("priced", false);
    study.put("generated", 0L);
    assertThat(line())
        .isEqualTo("think-feel: openai gpt-4o-mini; no reply was wanted of it in the last day");
  }

  @Test
  void tellsOfEachModelOnceAndOfARecording() {
    var other = model.copy().put("model", "gpt-4o");
    study.put("models", new JsonArray(List.of(model, other, model)));
    told.put("replay", true);
    assertThat(line())
        .startsWith("think-feel: openai gpt-4o-mini, openai gpt-4o; ")
        .endsWith("; replayed from a recording");
  }

  @Test
  void isNotWellAtACap() {
    study.put("capped", true);
    assertThat(problem()).endsWith("; replies are scripted: docs/operating.md, CombotModelCapNear");
    study.put("closed", true);
    assertThat(problem()).contains("; replies are scripted, and nobody new is let in: ");
  }

  @Test
  void isWellWhereAWorkerTellsOfNoCaps() {
    study.remove("capped");
    study.remove("closed");
    assertThat(status().getBoolean("healthy")).isTrue();
  }

  @Test
  void saysThatNothingIsKnownWhereNoWorkerTells() {
    assertThat(ModelsText.UNTOLD.lines())
        .containsExactly("what language models wrote is not known at the moment");
    var status = new JsonObject().put("problems", new JsonArray());
    ModelsText.UNTOLD.addTo(status);
    assertThat(status.getJsonObject("models").getString("why")).isNotBlank();
  }

  @Test
  void saysNothingWhereNoModelIsWanted() {
    told.put("studies", new JsonArray());
    assertThat(line()).isEmpty();
    assertThat(status().getBoolean("healthy")).isTrue();
  }
}
