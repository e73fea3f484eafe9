package combot.readiness;

import combot.loadtest.Outcome;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What virtual participants of this check, or of one that was killed, left in the store. */
record RemovedProbe(Loads loads) implements Probe {

  private static final String THRESHOLD = "nothing is left";

  @Override
  public List<Line> look(Context context) {
    var question =
        context.ask(
            "load.removed",
            "What checks' virtual participants said is removed",
            "/v1/loadtest tells which runs are stored, after the load tests",
            "Remove it, when nobody takes part: ./combot loadtest --purge");
    var notPurged =
        loads.outcomes().values().stream()
            .map(Outcome::notPurged)
            .flatMap(Optional::stream)
            .findFirst();
    try {
      long left = left(context);
      return List.of(
          question.holds(
              left == 0,
              State.WARN,
              left == 0
                  ? "all of it"
                  : "%d conversations are left%s"
                      .formatted(left, notPurged.map(why -> ": " + why).orElse("")),
              THRESHOLD));
    } catch (IOException e) {
      return List.of(
          notPurged
              .map(why -> question.is(State.WARN, why, THRESHOLD))
              .orElseGet(() -> question.unknown(e.getMessage())));
    }
  }

  private static long left(Context context) throws IOException {
    var key = TestConversation.key(context);
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          new Requests(http, context.running().url())
              .get("/v1/loadtest", Map.of(TestConversation.KEY, key));
      var runs = answer.status() == 200 ? answer.json().getJsonArray("runs") : null;
      if (runs == null) {
        throw new IOException("it does not tell of load tests, status " + answer.status());
      }
      return conversations(runs);
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new IOException("what it tells of load tests is not of its form: " + e, e);
    }
  }

  private static long conversations(JsonArray runs) {
    return runs.stream()
        .map(JsonObject.class::cast)
        .filter(run -> run.getString("run").startsWith(TestConversation.RUN_PREFIX))
        .mapToLong(run -> run.getLong("conversations"))
        .sum();
  }
}
