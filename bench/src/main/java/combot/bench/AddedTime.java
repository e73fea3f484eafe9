package combot.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What Combot adds to a model's own time: after each turn the endpoint is asked the same directly,
 * and what that takes is not ours. Pauses keep participants from falling into step.
 *
 * @param talks each participant's
 * @param http asks the endpoint directly
 * @param endpoint the made-up model's address
 * @param delay that it takes for an answer
 */
record AddedTime(Supplier<ModelTalk> talks, HttpClient http, String endpoint, Duration delay) {

  /** A question that is about as long as what Combot sends has its message so many times. */
  private static final int PROMPT_MESSAGES = 40;

  /**
   * What came of it.
   *
   * @param participants at once
   * @param turns nanoseconds until a message was answered by Combot
   * @param direct nanoseconds until the endpoint had answered who asked it without Combot
   * @param expected turns, had a model written every reply at its first attempt
   */
  record Added(int participants, Histogram turns, Histogram direct, long expected) {

    /** Whether enough turns are counted for their times to mean something. */
    boolean isEnough() {
      return turns.getTotalCount() > expected / 2;
    }

    List<String> tell() {
      double added = at(turns, 50) - at(direct, 50);
      return List.of(
          format("%d, counted: %d of %d", participants, turns.getTotalCount(), expected),
          over("by Combot", turns),
          over("asked directly", direct),
          format("%-22s %8s %8.2f", participants + ", added", "", added));
    }

    private String over(String how, Histogram times) {
      return format(
          "%-22s %8d %8.2f %8.2f %8.2f",
          participants + ", " + how,
          times.getTotalCount(),
          at(times, 50),
          at(times, 95),
          at(times, 99));
    }

    private static String format(String form, Object... values) {
      return String.format(Locale.ROOT, form, values);
    }
  }

  /** In milliseconds. */
  static double at(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * @param participants at once
   * @param conversations of each, one after the other
   * @throws IOException if Combot or the endpoint answers with an error
   */
  Added measure(int participants, int conversations) throws IOException, InterruptedException {
    var turns = new ConcurrentHistogram(3);
    var direct = new ConcurrentHistogram(3);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Void>>();
      for (int i = 0; i < participants; i++) {
        all.add(() -> {
          for (int j = 0; j < conversations; j++) {
            converse(turns, direct);
          }
          return null;
        });
      }
      for (var each : threads.invokeAll(all)) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    long expected = (long) participants * conversations * ModelTalk.MESSAGES.size();
    return new Added(participants, turns, direct, expected);
  }

  private void converse(Histogram turns, Histogram direct) throws IOException {
    var talk = talks.get();
    talk.begin(ModelTalk.STUDY);
    for (var message : ModelTalk.MESSAGES) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(delay.toNanos()));
      long nanos = talk.say(message).nanos();
      // Neither what is scripted, nor what was asked twice as the first answer could not be used.
      if (nanos > delay.toNanos() && nanos < 2 * delay.toNanos()) {
        turns.recordValue(nanos);
        direct.recordValue(ask(message));
      }
    }
  }

  /** Nanoseconds until the endpoint has answered. */
  private long ask(String message) throws IOException {
    var content = message.repeat(PROMPT_MESSAGES);
    var body =
        new JsonObject()
            .put("model", "made-up")
            .put(
                "messages",
                new JsonArray().add(new JsonObject().put("role", "user").put("content", content)));
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build();
    long began = System.nanoTime();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("the endpoint answers with status " + answer.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return System.nanoTime() - began;
  }
}
