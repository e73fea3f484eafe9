package combot.readiness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a worker tells of a study that wants a model. */
final class WantedModelsTold {
  private WantedModelsTold() {}

  /**
   * All is well with it; a test changes what it wants otherwise.
   *
   * @return what is told
   */
  static JsonObject by(Looked looked, String study) {
    var model =
        new JsonObject()
            .put("provider", "openai")
            .put("model", "small")
            .put("priced", true)
            .put("endpoint", "https://api.openai.com/v1")
            .put("key", true);
    var told =
        new JsonObject()
            .put("study", study)
            .put("models", new JsonArray().add(model))
            .put("deadline_seconds", 8.0)
            .put("caps", new JsonObject().put("study", 40.0).put("day", 10.0))
            .put("spent", 1.0)
            .put("spent_today", 0.5)
            .put("finished", 100)
            .put("mean_cost", 0.01)
            .put("generated", 200)
            .put("fallbacks", 2);
    return looked
        .models
        .put("load_tests", "imitate")
        .put("replay", false)
        .put("studies", new JsonArray().add(told));
  }
}
