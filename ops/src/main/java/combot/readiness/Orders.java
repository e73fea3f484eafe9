package combot.readiness;

import combot.control.ControlException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each worker of the running Combot answers to an order, at the control socket. */
final class Orders {
  private Orders() {}

  /**
   * By the worker's number.
   *
   * @throws Unmeasured if none answers, or one could not do it
   */
  static Map<Integer, JsonObject> give(Context context, String order) throws Unmeasured {
    var answers = tried(context, order);
    for (var answer : answers.entrySet()) {
      if (answer.getValue().containsKey("failed")) {
        throw new Unmeasured(
            "worker %d: %s".formatted(answer.getKey(), answer.getValue().getString("failed")));
      }
    }
    return answers;
  }

  /** The same; one that could not do it says why under {@code failed}. */
  static Map<Integer, JsonObject> tried(Context context, String order) throws Unmeasured {
    try {
      var answers = new TreeMap<Integer, JsonObject>();
      Running.ask(context.data(), order)
          .forEach(
              told -> answers.put(Integer.valueOf(told.getKey()), (JsonObject) told.getValue()));
      if (answers.isEmpty()) {
        throw new Unmeasured("no worker is ready");
      }
      return answers;
    } catch (ControlException e) {
      throw new Unmeasured(e.getMessage());
    }
  }

  /** All of these, not measured for the same reason. */
  static List<Line> unknown(String why, Question... questions) {
    return List.of(questions).stream().map(question -> question.unknown(why)).toList();
  }
}
