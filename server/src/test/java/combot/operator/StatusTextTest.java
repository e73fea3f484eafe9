package combot.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTextTest {

  private static final Instant NOW = Instant.parse("2026-11-26T10:12:00Z");

  private static JsonObject status() {
    return new JsonObject(
        """
        {"version": "1.2", "state": "serving", "url": "http://127.0.0.1:8000", "healthy": true,
         "database": "/srv/combot.db", "started": "2026-11-26T10:00:00Z", "pid": 11, "memory_mb": 60,
         "in_flight": 1, "waiting_for_a_worker": 0, "problems": [],
         "next_session": {"may_start": true, "reasons": ["worker 1: nobody was here yet"]},
         "past": [{"at": "2026-11-26T10:01:02Z", "what": "worker 1 (process 12) is ready"}],
         "workers": [
           {"number": 1, "pid": 12, "state": "ready", "age_seconds": 700, "conversations": 34,
            "recycled_after": 52, "in_flight": 0, "memory_mb": 198, "checks": {
              "memory": {"status": "UP", "model": "LOADED", "level": "NORMAL", "machine_total_mb": 7987,
                         "machine_used_percent": 35, "at": "2026-11-26T10:11:57Z"},
              "database": {"status": "UP", "conversations_active": 7, "connections_active": 2, "connections_max": 10, "waiting": 0},
              "cache": {"status": "UP", "kind": "redis", "state": "ok", "hits": 3, "misses": 1, "entries": 1}}},
           {"number": 2, "pid": 13, "state": "starting", "age_seconds": 2, "conversations": 0,
            "recycled_after": null, "in_flight": 0, "memory_mb": 0}]}
        """);
  }

  @Test
  void tellsAllOfAWorkerInALine() {
    var lines = new StatusText(status(), NOW).lines();
    assertThat(lines.get(0)).startsWith("Combot 1.2 is serving at http://127.0.0.1:8000, since ");
    assertThat(lines.get(0)).endsWith("(12 min)");
    assertThat(lines)
        .contains(
            "  record    /srv/combot.db",
            "  gateway   process 11, 60 MB, 1 request under way, 0 waiting for a worker",
            "  machine   ███████░░░░░░░░░░░░░ 35 % of 7.8 GB used, level NORMAL, measured 3 s ago",
            "  people    7 conversations under way, with a turn in the last 5 min",
            "     1       12  ready         11 min      34 of 52        0   198 MB  loaded    2 of 10 connections busy, 0 waiting; redis cache ok, 1 text, 75 % hits",
            "     2       13  starting         2 s             0        0     0 MB  –         –",
            "The next session may start.",
            "  worker 1: nobody was here yet")
        .noneMatch(line -> line.startsWith("Not well"));
    assertThat(lines.getLast()).endsWith(":01:02  worker 1 (process 12) is ready");
  }

  @Test
  void tellsOfLanguageModelsAboveTheWorkers() {
    var study =
        new JsonObject(
            """
            {"study": "think-feel", "models": [{"provider": "openai", "model": "small", "priced": false}],
             "generated": 1, "fallbacks": 0}
            """);
    var status =
        status().put("models", new JsonObject().put("studies", new JsonArray().add(study)));
    assertThat(new StatusText(status, NOW).lines())
        .containsSubsequence(
            "  replies   think-feel: openai small; 1 reply in the last day, 0 of them scripted instead",
            "The next session may start.");
  }

  @Test
  void tellsWhatIsNotWell() {
    var status = status();
    status.getJsonArray("problems").add("1 of 2 workers are ready");
    status.getJsonObject("next_session").put("may_start", false);
    assertThat(new StatusText(status, NOW).lines())
        .contains("The next session must wait.")
        .endsWith("Not well:", "  1 of 2 workers are ready");
  }

  @Test
  void isShownLiveWithABarForEachFigure() {
    assertThat(Monitored.lines(status(), NOW))
        .contains(
            "worker   1  conversations ████████████████████░░░░░░░░░░",
            "worker   1  memory        ██████████████████████████████",
            "worker   2  memory        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░")
        .endsWith("q leaves");
  }
}
