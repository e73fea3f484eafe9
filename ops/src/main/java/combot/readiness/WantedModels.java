package combot.readiness;

import combot.control.ControlException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The language models that the served studies want.
 *
 * @param told as a worker answers {@code models}; where none does, {@code why}
 */
record WantedModels(JsonObject told) {

  static WantedModels on(Path data) {
    try {
      return new WantedModels(Running.atOnce(data, "models"));
    } catch (ControlException e) {
      return new WantedModels(new JsonObject().put("why", e.getMessage()));
    }
  }

  /** Why nobody knows; empty where it is told. */
  Optional<String> why() {
    return told.containsKey("studies")
        ? Optional.empty()
        : Optional.of(told.getString("why", "the running Combot does not tell"));
  }

  /** Those that want a model. */
  List<JsonObject> studies() {
    return told.getJsonArray("studies", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  boolean areWanted() {
    return !studies().isEmpty();
  }

  /** Whether load tests get a model that is made up. */
  boolean isImitated() {
    return told.getString("load_tests", "imitate").equals("imitate");
  }

  boolean isReplayed() {
    return told.getBoolean("replay", false);
  }

  /** Of all studies. */
  Stream<JsonObject> all() {
    return studies().stream().flatMap(WantedModels::models);
  }

  static Stream<JsonObject> models(JsonObject study) {
    return study.getJsonArray("models").stream().map(JsonObject.class::cast);
  }

  /** Whether an endpoint is set for it. */
  static boolean isReached(JsonObject model) {
    return model.getString("endpoint") != null;
  }

  /** Such as {@code openai gpt-4o-mini}. */
  static String name(JsonObject model) {
    return model.getString("provider") + " " + model.getString("model");
  }
}
