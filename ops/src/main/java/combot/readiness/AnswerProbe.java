package combot.readiness;

import combot.readiness.Running.Member;
import combot.readiness.TestConversation.Wrong;
import combot.study.InvalidStudyException;
import combot.study.Study;
import combot.study.StudyFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether each worker answers, by itself and with a real classification: a complaint is told to
 * each through its own port, in a conversation that counts as a load test's and is removed again.
 */
final class AnswerProbe implements Probe {

  /** Before the complaint is asked for, a study may ask other things. */
  private static final int MOST_MESSAGES = 6;

  @Override
  public List<Line> look(Context context) {
    var question =
        context.require(
            "process.workers-answer",
            "Workers that answer",
            "each is told a complaint at its own port, in a conversation of a load test that is removed again",
            "Replace the worker: ./combot recycle, and see the log");
    try {
      return List.of(all(context, question, TestConversation.key(context)));
    } catch (IOException | UncheckedIOException | InvalidStudyException e) {
      return List.of(question.unknown("the key for load tests, or the study, can't be read: " + e));
    }
  }

  private static Line all(Context context, Question question, String key) throws IOException {
    var study = study(context);
    if (study.isEmpty()) {
      return question.unknown("the running Combot does not tell which studies it serves");
    }
    if (context.running().isDrained()) {
      return question.unknown(Running.DRAINED);
    }
    var workers = context.running().ready();
    var times = new ArrayList<Double>();
    try (var http = HttpClient.newHttpClient()) {
      for (var worker : workers) {
        var requests = new Requests(http, "http://127.0.0.1:" + worker.port());
        var refusal = TestConversation.refusal(requests, key);
        if (refusal.isPresent()) {
          return question.unknown("worker %d: %s".formatted(worker.number(), refusal.get()));
        }
        times.add(answer(requests, study.get(), key, worker));
      }
    } catch (Wrong e) {
      return question.is(State.FAIL, e.getMessage(), question.threshold());
    }
    var slowest = times.stream().mapToDouble(time -> time).max();
    return slowest.isEmpty()
        ? question.is(State.FAIL, "no worker runs", question.threshold())
        : question.measured(
            slowest.getAsDouble(),
            String.format(
                Locale.ROOT,
                "%d of %d, the slowest message in %.0f ms",
                times.size(),
                workers.size(),
                slowest.getAsDouble()));
  }

  private static Optional<Study> study(Context context) {
    return ServedStudy.all(context).stream()
        .findFirst()
        .map(served -> StudyFile.read(served.file()));
  }

  /** Milliseconds of its slowest answer. */
  private static double answer(Requests requests, Study study, String key, Member worker)
      throws Wrong {
    try (var trial = TestConversation.with(requests, key)) {
      return conversation(trial, study);
    } catch (IOException | DecodeException | ClassCastException | NullPointerException e) {
      throw new Wrong("worker %d: %s".formatted(worker.number(), e));
    } catch (Wrong e) {
      throw new Wrong("worker %d %s".formatted(worker.number(), e.getMessage()));
    }
  }

  private static double conversation(TestConversation trial, Study study)
      throws IOException, Wrong {
    var token = trial.begin(study.id());
    double slowest = 0;
    for (int i = 0; i < MOST_MESSAGES; i++) {
      long began = System.nanoTime();
      var said =
          trial
              .requests()
              .post(
                  "/v1/conversation/turns",
                  Map.of("Authorization", "Bearer " + token),
                  new JsonObject().put("turnId", "check-" + i).put("text", complaint()));
      slowest = Math.max(slowest, (System.nanoTime() - began) / 1e6);
      judge(said);
      if (study.classes().isEmpty() || isClassified(trial)) {
        return slowest;
      }
    }
    throw new Wrong("classified none of %d messages".formatted(MOST_MESSAGES));
  }

  /** A text that no cache has scores of. */
  private static String complaint() {
    return "My parcel with order %s should have come two weeks ago and never arrived."
        .formatted(UUID.randomUUID());
  }

  private static void judge(Requests.Answer said) throws Wrong {
    if (said.status() != 200) {
      throw new Wrong("takes no message, status " + said.status());
    }
    var replies = said.json().getJsonArray("replies");
    if (replies.isEmpty()
        || replies.stream()
            .map(JsonObject.class::cast)
            .anyMatch(reply -> reply.getString("text").isBlank())) {
      throw new Wrong("answers with no text");
    }
  }

  private static boolean isClassified(TestConversation trial) throws IOException {
    return trial.stored().stream()
        .map(JsonObject.class::cast)
        .anyMatch(conversation -> conversation.getString("class") != null);
  }
}
