package combot.loadtest;

import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the load test itself asks the server, by its key. For one thread. */
final class Server {

  private static final Pattern STUDY = Pattern.compile(".*/s/([a-z0-9-]+).*");
  private static final int PAGE = 200;
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** In which all that is stored, of however many people, is told or removed. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** For one answer, in a hurry. */
  private static final Duration BRIEFLY = Duration.ofSeconds(5);

  /** For all that is asked in a hurry: well within {@link Ending}'s patience. */
  private static final Duration HURRY = Duration.ofSeconds(20);

  private final Wire wire;
  private final String key;
  private final Duration longest;
  private boolean hurried;
  private long hurriedSince;

  /**
   * @param longest in which all that is stored must be told, or removed
   */
  Server(Wire wire, String key, Duration longest) {
    this.wire = wire;
    this.key = key;
    this.longest = longest;
  }

  /**
   * From now on all is asked but once and waited for briefly, since this process is to end; also
   * once the thread is interrupted.
   */
  void hurry() {
    hurried = true;
    hurriedSince = System.nanoTime();
  }

  private boolean isHurried() {
    if (!hurried && Thread.currentThread().isInterrupted()) {
      hurry();
    }
    return hurried;
  }

  /** Against a server that goes on without end. */
  private void stillInTime(long began, String what) {
    var most = isHurried() ? HURRY : longest;
    if (System.nanoTime() - (hurried ? hurriedSince : began) > most.toNanos()) {
      throw new LoadTestException(
          "The server was not done with %s within %s.".formatted(what, Figure.time(most)));
    }
  }

  /**
   * A study as it is served now.
   *
   * @param version as the server names it
   */
  record Served(Study study, String version) {}

  /**
   * The id of the study that the server shows first.
   *
   * @throws LoadTestException if it has none
   */
  String firstStudy() {
    var reply = wire.exchange(Request.get("/"));
    if (!reply.came()) {
      throw new LoadTestException("The server can't be reached: " + reply.failure());
    }
    var leads = STUDY.matcher(String.valueOf(reply.location()));
    if (!leads.matches()) {
      throw new LoadTestException(
          "The server names no study (status %d): give one with --study".formatted(reply.status()));
    }
    return leads.group(1);
  }

  /**
   * @throws LoadTestException if there is no such study, or the key is not the server's
   */
  Served study(String id) {
    var reply = ask(Request.get("/v1/loadtest/studies/" + id + "/file"), "study '" + id + "'");
    var version = String.valueOf(reply.etag()).replace("\"", "");
    return new Served(StudyFile.parse(id, reply.body().getBytes()), version);
  }

  /**
   * Gives each conversation of a run, in the server's order.
   *
   * @throws LoadTestException if the server does not tell them
   */
  void conversations(String run, Consumer<JsonObject> each) {
    var what = "the stored conversations";
    long began = System.nanoTime();
    var after = "";
    while (after != null) {
      stillInTime(began, what);
      var path =
          "/v1/loadtest/%s/conversations?limit=%d%s"
              .formatted(run, PAGE, after.isEmpty() ? "" : "&after=" + after);
      var page = json(ask(Request.get(path), what));
      try {
        page.getJsonArray("conversations").stream().map(JsonObject.class::cast).forEach(each);
        after = after(page.getString("next"), after);
      } catch (ClassCastException | NullPointerException _) {
        throw new LoadTestException("The server's page of conversations is not of its form.");
      }
    }
  }

  /** Pages go by ids, upwards: the same ones would else be told again and again. */
  private static String after(String next, String before) {
    if (next != null && next.compareTo(before) <= 0) {
      throw new LoadTestException(
          "The server's page of conversations after '%s' leads to '%s', which comes before it."
              .formatted(before, next));
    }
    return next;
  }

  /**
   * Removes what a run stored; returns the number of conversations.
   *
   * @throws LoadTestException if the server does not
   */
  long purge(String run) {
    return removed("/v1/loadtest/" + run);
  }

  /** Removes what all load tests stored; returns the number of conversations. */
  long purge() {
    return removed("/v1/loadtest");
  }

  /** Some at a time: each answer has to come within a request's time. */
  private long removed(String path) {
    long began = System.nanoTime();
    long removed = 0;
    long some;
    do {
      stillInTime(began, "removing");
      var answer = json(ask(Request.delete(path + "?limit=" + PAGE), "removing"));
      some = answer.getLong("conversations", 0L);
      removed += some;
    } while (some > 0);
    return removed;
  }

  private static JsonObject json(Reply reply) {
    return reply
        .json()
        .orElseThrow(() ->
            new LoadTestException(
                "The server answers with something else than JSON: "
                    + Excerpt.of(reply.body().toString())));
  }

  private Reply ask(Request request, String what) {
    var reply = patient(request.with("X-Combot-Loadtest-Key", key));
    if (!reply.came()) {
      throw new LoadTestException("The server can't be reached: " + reply.failure());
    }
    if (reply.status() == 403) {
      throw new LoadTestException(
          "The server refuses the key: take the one in loadtest.key of its data folder, with --data or --key");
    }
    if (!reply.isOk()) {
      throw new LoadTestException(
          "The server does not give %s (status %d): %s"
              .formatted(what, reply.status(), Excerpt.of(reply.body().toString())));
    }
    return reply;
  }

  /** Asks again where the server may only be busy: much hangs on what it says. */
  private Reply patient(Request request) {
    var reply = exchange(request);
    var pause = FIRST_PAUSE;
    for (int attempt = 1; attempt < ATTEMPTS && isBusy(reply) && !isHurried(); attempt++) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return reply;
      }
      pause = pause.multipliedBy(2);
      reply = exchange(request);
    }
    return reply;
  }

  private Reply exchange(Request request) {
    return wire.exchange(request, isHurried() ? BRIEFLY : wire.patience());
  }

  private static boolean isBusy(Reply reply) {
    return reply.mayBeRepeated() || reply.status() >= 500;
  }
}
