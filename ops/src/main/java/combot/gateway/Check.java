package combot.gateway;

import io.vertx.core.json.JsonObject;

/**
 * One check of a worker's health, and what it means: the only place where that is judged.
 *
 * @param name as {@code database}
 * @param told the check as MicroProfile Health writes it
 */
record Check(String name, State state, JsonObject told) {

  /** From good to bad. */
  enum State {
    WELL,
    NEXT_SESSION_MUST_WAIT,
    NEWCOMERS_KEPT_OUT,
    DEGRADED,
    DOWN
  }

  /**
   * @throws ClassCastException if it is written otherwise
   */
  static Check of(JsonObject told) {
    return new Check(told.getString("name", ""), judge(told), told);
  }

  private static State judge(JsonObject told) {
    var data = data(told);
    if (!"UP".equals(told.getString("status"))) {
      return State.DOWN;
    }
    if ("degraded".equals(data.getString("state"))) {
      return State.DEGRADED;
    }
    if (!data.getBoolean("admits_newcomers", true)) {
      return State.NEWCOMERS_KEPT_OUT;
    }
    return data.getBoolean("next_session_may_start", true)
        ? State.WELL
        : State.NEXT_SESSION_MUST_WAIT;
  }

  private static JsonObject data(JsonObject told) {
    return told.getJsonObject("data", new JsonObject());
  }

  /** Its status and data side by side. */
  JsonObject flat() {
    return new JsonObject().put("status", told.getString("status")).mergeIn(data(told));
  }

  /** What an operator should know, in words; empty where there is nothing. */
  String problem() {
    var words =
        switch (state) {
          case DOWN -> name + " is down";
          case DEGRADED -> name + " is degraded";
          case NEWCOMERS_KEPT_OUT, NEXT_SESSION_MUST_WAIT, WELL -> "";
        };
    var why = data(told).getString("why");
    return words.isEmpty() || why == null ? words : words + ": " + why;
  }
}
