package combot.readiness;

import combot.control.ControlException;
import combot.readiness.Running.Member;
import combot.readiness.TestConversation.Wrong;
import combot.study.Generation;
import combot.study.InvalidStudyException;
import combot.study.Study;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Whether each worker answers, by itself and with a real classification: a complaint is told to
 * each through its own port, in a conversation that counts as a load test's and is removed again.
 */
final class AnswerProbe implements Probe {

  private final boolean fromPage;
  private final Question.Of line;

  private AnswerProbe(boolean fromPage, Question.Of line) {
    this.fromPage = fromPage;
    this.line = line;
  }

  /** As workers are. */
  AnswerProbe() {
    this(
        false,
        context ->
            context.require(
                "process.workers-answer",
                "Workers that answer",
                "each is told a complaint at its own port, in a conversation of a load test that is removed again",
                "Replace the worker: ./combot recycle, and see the log"));
  }

  /** Of workers whose model is unloaded: the time is that from the first view of the page. */
  static AnswerProbe fromFirstView() {
    return new AnswerProbe(
        true,
        context ->
            context.require(
                "model.reload",
                "Model loaded again, from the first view of the page to a classified reply",
                "each worker, its model just unloaded, is asked for the page and at once told a complaint at its own port, in a conversation of a load test; the slowest",
                "See what else the machine does (top), and how fast its disk reads; a person reads and types for longer than a good time"));
  }

  /** Before the complaint is asked for, a study may ask other things. */
  private static final int MOST_MESSAGES = 6;

  @Override
  public List<Line> look(Context context) {
    var question = line.in(context);
    try {
      return List.of(all(context, question, TestConversation.key(context)));
    } catch (ControlException | IOException e) {
      return List.of(question.unknown(e.getMessage()));
    } catch (UncheckedIOException | InvalidStudyException e) {
      return List.of(question.unknown("the study can't be read: " + e));
    }
  }

  private Line all(Context context, Question question, String key) throws IOException {
    var study = ServedStudy.first(context);
    if (study.isEmpty()) {
      return question.unknown("the running Combot does not tell which studies it serves");
    }
    if (context.running().isDrained()) {
      return question.unknown(Running.DRAINED);
    }
    var workers = (fromPage ? context.running().again(context.data()) : context.running()).ready();
    var times = new ArrayList<Double>();
    try (var http = HttpClient.newHttpClient()) {
      for (var worker : workers) {
        if (fromPage && !worker.check("memory").getString("model", "").equals("UNLOADED")) {
          return question.unknown(
              "the model of worker %d was not unloaded before".formatted(worker.number()));
        }
        var requests =
            new Requests(http, "http://127.0.0.1:" + worker.port(), patience(study.get()));
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
                "%d of %d, the slowest %sin %.0f ms",
                times.size(),
                workers.size(),
                fromPage ? "" : "message ",
                slowest.getAsDouble()));
  }

  /** With the time that a language model may take. */
  private static Duration patience(Study study) {
    return Requests.PATIENCE.plus(
        study.generation().map(Generation::deadline).orElse(Duration.ZERO));
  }

  /** Milliseconds of its slowest answer, without a language model's own. */
  private double answer(Requests requests, Study study, String key, Member worker) throws Wrong {
    try (var conversation = TestConversation.with(requests, key)) {
      return slowest(conversation, study);
    } catch (IOException | DecodeException | ClassCastException | NullPointerException e) {
      throw new Wrong("worker %d: %s".formatted(worker.number(), e));
    } catch (Wrong e) {
      throw new Wrong("worker %d %s".formatted(worker.number(), e.getMessage()));
    }
  }

  private double slowest(TestConversation conversation, Study study) throws IOException, Wrong {
    long viewed = System.nanoTime();
    if (fromPage && conversation.requests().get("/s/" + study.id(), Map.of()).status() != 200) {
      throw new Wrong("does not show the page");
    }
    var token = conversation.begin(study.id());
    double slowest = 0;
    long models = 0;
    for (int i = 0; i < MOST_MESSAGES; i++) {
      long began = fromPage ? viewed : System.nanoTime();
      var said =
          conversation
              .requests()
              .post(
                  "/v1/conversation/turns",
                  conversation.authorised(token),
                  new JsonObject().put("turnId", "check-" + i).put("text", complaint()));
      models = said.modelNanos() + (fromPage ? models : 0);
      slowest = Math.max(slowest, (System.nanoTime() - began - models) / 1e6);
      judge(said);
      if (study.classes().isEmpty() || isClassified(conversation)) {
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

  private static boolean isClassified(TestConversation conversation) throws IOException {
    return conversation.stored().stream()
        .map(JsonObject.class::cast)
        .anyMatch(stored -> stored.getString("class") != null);
  }
}
