package combot.readiness;

import combot.statistics.GoodnessOfFit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is stored: whether cells are filled evenly, and got the treatment they were assigned. */
final class RecordProbe implements Probe {

  /** So improbable must an assignment be to be called uneven. */
  private static final double IMPROBABLE = 0.001;

  private static final String HOW =
      "counted in the database by a worker, asked at the control socket";

  @Override
  public List<Line> look(Context context) {
    var balance =
        context.ask(
            "audit.balance",
            "Cells balanced",
            HOW + "; Pearson's chi-squared test against the weights, at 0.1 %",
            "Keep the data folder as it is and tell us; a study whose weights were changed meanwhile looks like this too.");
    var delivered =
        context.require(
            "audit.delivered",
            "Turns that carry another treatment than was assigned",
            HOW + "; every turn of the bot is compared",
            "Do not use these conversations; keep the data folder as it is and tell us.");
    var torn =
        context.require(
            "audit.torn",
            "Conversations that lack a turn",
            HOW + "; the turns of each are counted and compared with their last number",
            "Do not use these conversations; keep the data folder as it is and tell us.");
    var studies = context.running().stored().getJsonArray("studies");
    if (studies == null) {
      var why = context.running().stored().getString("why", "it does not tell");
      return List.of(balance.unknown(why), delivered.unknown(why), torn.unknown(why));
    }
    var all = studies.stream().map(JsonObject.class::cast).toList();
    return List.of(balanced(balance, all), delivered(delivered, all), whole(torn, all));
  }

  private static Line delivered(Question question, List<JsonObject> studies) {
    long turns = studies.stream().mapToLong(study -> study.getLong("turns")).sum();
    long wrong = studies.stream().mapToLong(study -> study.getLong("misdelivered")).sum();
    return question.holds(wrong == 0, State.FAIL, "%d of %d turns".formatted(wrong, turns), "none");
  }

  private static Line whole(Question question, List<JsonObject> studies) {
    long torn = studies.stream().mapToLong(study -> study.getLong("torn")).sum();
    return question.holds(torn == 0, State.FAIL, Long.toString(torn), "none");
  }

  private static Line balanced(Question question, List<JsonObject> studies) {
    var told = new ArrayList<String>();
    boolean even = true;
    for (var study : studies) {
      var cells = study.getJsonArray("cells").stream().map(JsonObject.class::cast).toList();
      boolean is = isEven(cells);
      even &= is;
      long all = cells.stream().mapToLong(cell -> cell.getLong("drawn")).sum();
      told.add(
          "%s: %d people in %d cells, %s"
              .formatted(
                  study.getString("study"), all, cells.size(), is ? "as expected" : "unevenly"));
    }
    return question.holds(
        even,
        State.WARN,
        told.isEmpty() ? "nothing is stored" : String.join("; ", told),
        "as the weights say");
  }

  /** Whether counts are as their weights say; where that can't be told, it passes. */
  static boolean isEven(List<JsonObject> cells) {
    return GoodnessOfFit.p(
                cells.stream().mapToLong(cell -> cell.getLong("drawn")).toArray(),
                cells.stream().mapToLong(cell -> cell.getLong("weight")).toArray())
            .orElse(1)
        >= IMPROBABLE;
  }

  /** Places of a cell that are taken. */
  static long count(JsonObject study, Map<String, String> condition) {
    return study.getJsonArray("cells", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(cell -> cell.getJsonObject("condition").getMap().equals(condition))
        .mapToLong(cell -> cell.getLong("taken"))
        .sum();
  }
}
