package combot.operator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code status} tells of the language models that studies want.
 *
 * @param told as a worker answers {@code models}; {@code why} where none does
 */
record ModelsText(JsonObject told) {

  static final ModelsText UNTOLD =
      new ModelsText(new JsonObject().put("why", "no server process tells at the moment"));

  /** Puts it, and which caps are reached, into a status. */
  void addTo(JsonObject status) {
    status.put("models", told);
    studies()
        .flatMap(study -> capped(study).stream())
        .forEach(status.getJsonArray("problems")::add);
    status.put("healthy", status.getJsonArray("problems").isEmpty());
  }

  /** A line for each study that wants one. */
  List<String> lines() {
    return told.containsKey("why")
        ? List.of("what language models wrote is not known at the moment")
        : studies().map(this::line).toList();
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
            .formatted(wanted == 1 ? "1 reply" : wanted + " replies", study.getLong("fallbacks"));
  }

  private static String of(double spent, Double cap) {
    return Figure.money(spent) + (cap == null ? "" : " of " + Figure.money(cap));
  }

  private static Optional<String> capped(JsonObject study) {
    if (!study.getBoolean("capped", false)) {
      return Optional.empty();
    }
    return Optional.of(
        "study %s: the study's cap of money for its language model is reached, or the day's, which begins anew at midnight, UTC; replies are scripted%s: docs/operating.md, CombotModelCapNear"
            .formatted(
                study.getString("study"),
                study.getBoolean("closed", false) ? ", and nobody new is let in" : ""));
  }

  private static String name(JsonObject model) {
    return model.getString("provider") + " " + model.getString("model");
  }
}
