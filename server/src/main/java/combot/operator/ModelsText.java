package combot.operator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code status} tells of the language models that studies want.
 *
 * @param told as a worker answers {@code models}; without studies where none is wanted
 */
record ModelsText(JsonObject told) {

  static final ModelsText NONE = new ModelsText(new JsonObject());

  /** Puts it, and what is not well with them, into a status. */
  void addTo(JsonObject status) {
    status.put("models", told);
    problems().forEach(status.getJsonArray("problems")::add);
    status.put("healthy", status.getJsonArray("problems").isEmpty());
  }

  /** A line for each study that wants one. */
  List<String> lines() {
    return studies().map(this::line).toList();
  }

  private Stream<JsonObject> studies() {
    return objects(told, "studies");
  }

  private static Stream<JsonObject> models(JsonObject study) {
    return objects(study, "models");
  }

  private static Stream<JsonObject> objects(JsonObject told, String name) {
    return told.getJsonArray(name, new JsonArray()).stream().map(JsonObject.class::cast);
  }

  private String line(JsonObject study) {
    var told = new ArrayList<String>();
    told.add(String.join(", ", models(study).map(ModelsText::name).distinct().toList()));
    told.add(replies(study));
    if (models(study).anyMatch(model -> model.getBoolean("priced"))) {
      var caps = study.getJsonObject("caps");
      told.add(
          "%s spent today, %s in all"
              .formatted(
                  of(study.getDouble("spent_today"), caps.getDouble("day")),
                  of(study.getDouble("spent"), caps.getDouble("study"))));
    }
    if (this.told.getBoolean("replay", false)) {
      told.add("replayed from a recording");
    }
    return study.getString("study") + ": " + String.join("; ", told);
  }

  private static String replies(JsonObject study) {
    long wanted = study.getLong("generated");
    return wanted == 0
        ? "no reply was wanted of it in the last day"
        : "%s in the last day, %d of them scripted instead"
            .formatted(replies(wanted), study.getLong("fallbacks"));
  }

  private static String replies(long count) {
    return count + (count == 1 ? " reply" : " replies");
  }

  private static String of(double spent, Double cap) {
    return Figure.money(spent) + (cap == null ? "" : " of " + Figure.money(cap));
  }

  private List<String> problems() {
    return studies().flatMap(study -> problems(study).distinct()).toList();
  }

  private static Stream<String> problems(JsonObject study) {
    var id = study.getString("study");
    var capped =
        study.getBoolean("closed")
            ? Stream.of(
                "study %s: a cap of its language model is reached, and nobody new is let in: raise it in the study's file, then ./combot reload"
                    .formatted(id))
            : study.getBoolean("capped")
                ? Stream.of(
                    "study %s: a cap of its language model is reached, and replies are scripted: raise it in the study's file, then ./combot reload"
                        .formatted(id))
                : Stream.<String>empty();
    return Stream.concat(models(study).flatMap(model -> problem(id, model)), capped);
  }

  private static Stream<String> problem(String study, JsonObject model) {
    if (model.getString("endpoint") == null) {
      return Stream.of(
          "study %s: there is no endpoint for %s, and every reply is scripted: docs/llm.md says how to set one"
              .formatted(study, name(model)));
    }
    return model.getBoolean("left_alone")
        ? Stream.of(
            "study %s: most requests to %s failed lately, and replies are scripted while it is left alone, 10 s each time: ./combot llm check says why"
                .formatted(study, model.getString("provider")))
        : Stream.empty();
  }

  private static String name(JsonObject model) {
    return model.getString("provider") + " " + model.getString("model");
  }
}
