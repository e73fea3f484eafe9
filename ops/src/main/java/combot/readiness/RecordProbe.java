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
            "Turns that carry a level other than the one assigned",
            HOW + "; the levels, and the class, that each turn of the bot carries are compared",
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
    boolean uneven = false;
    for (var study : studies) {
      var cells = study.getJsonArray("cells").stream().map(JsonObject.class::cast).toList();
      var balance = balance(cells);
      uneven |= balance == Balance.UNEVEN;
      long all = cells.stream().mapToLong(cell -> cell.getLong("drawn")).sum();
      told.add(
          "%s: %d people in %d cells, %s"
              .formatted(study.getString("study"), all, cells.size(), balance.words));
    }
    return question.holds(
        !uneven,
        State.WARN,
        told.isEmpty() ? "nothing is stored" : String.join("; ", told),
        "as the weights say");
  }

  /** How counts are against their weights. */
  private enum Balance {
    EVEN("as expected"),
    FEW("too few to tell"),
    UNEVEN("unevenly");

    private final String words;

    Balance(String words) {
      this.words = words;
    }
  }

  /** Who is in a cell that nobody should be drawn into is one too many. */
  private static Balance balance(List<JsonObject> cells) {
    if (cells.stream().anyMatch(cell -> cell.getLong("weight") == 0 && cell.getLong("drawn") > 0)) {
      return Balance.UNEVEN;
    }
    if (cells.stream().filter(cell -> cell.getLong("weight") > 0).count() == 1
        && cells.stream().anyMatch(cell -> cell.getLong("drawn") > 0)) {
      return Balance.EVEN;
    }
    var p =
        GoodnessOfFit.p(
            cells.stream().mapToLong(cell -> cell.getLong("drawn")).toArray(),
            cells.stream().mapToLong(cell -> cell.getLong("weight")).toArray());
    return p.isEmpty()
        ? Balance.FEW
        : p.getAsDouble() >= IMPROBABLE ? Balance.EVEN : Balance.UNEVEN;
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
