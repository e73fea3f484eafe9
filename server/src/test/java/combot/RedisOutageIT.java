package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import combot.cache.RedisProcess;
import combot.store.PostgresProcess;
import combot.store.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two workers that share a Redis, which comes and goes: nobody notices. */
@Timeout(180)
class RedisOutageIT {
  private static final int PEOPLE = 6;
  private static final int MESSAGES = 6;
  private static final int LIMIT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final RedisProcess REDIS = new RedisProcess();
  private static final PostgresProcess POSTGRES = new PostgresProcess();
  private static final String DATABASE = POSTGRES.empty();

  @RegisterExtension static final WorkerProcess one = worker();
  @RegisterExtension static final WorkerProcess other = worker();

  private static WorkerProcess worker() {
    return WorkerProcess.serving(
            "--study",
            "studies/think-feel.yaml",
            "--database",
            DATABASE,
            "--redis",
            REDIS.address())
        .with("-Dcombot.rate.turns-per-minute=" + LIMIT);
  }

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    REDIS.close();
    POSTGRES.close();
  }

  @BeforeEach
  void anEmptyRedisThatIsUsed() {
    REDIS.say("FLUSHALL");
    awaitCaches("ok");
  }

  @Test
  void aTextThatOneWorkerClassifiedIsClassifiedForTheOtherToo() {
    Together.await("the other to find what one has put", this::isShared);
  }

  /** Tried again by those who call it, for a busy machine may be too slow once. */
  private boolean isShared() {
    var text = "The kettle that I bought leaks, " + UUID.randomUUID();
    assertThat(say(one, begin(one), 0, text).statusCode()).isEqualTo(200);
    int found = found();
    assertThat(say(other, begin(other), 0, text).statusCode()).isEqualTo(200);
    return found() == found + 1;
  }

  /** How often a look for a value found one. */
  private static int found() {
    return REDIS
        .say("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("keyspace_hits:"))
        .mapToInt(line -> Integer.parseInt(line.split(":")[1].strip()))
        .sum();
  }

  @Test
  void aConversationsLimitHoldsForBothWorkersTogether() {
    Together.await("both to count together", () -> answeredBeforeTheLimit() < 2 * LIMIT);
  }

  /** How many before the first 429, said to one worker and the other by turns. */
  private int answeredBeforeTheLimit() {
    var token = begin(one);
    int answered = 0;
    while (say(answered % 2 == 0 ? one : other, token, answered, "message").statusCode() != 429) {
      answered++;
    }
    assertThat(answered).isGreaterThanOrEqualTo(LIMIT);
    return answered;
  }

  @Test
  void nobodyNoticesThatRedisIsKilled() {
    REDIS.kill();
    talk();
    awaitCaches("degraded");
    talk();
    REDIS.start();
    talk();
    awaitCaches("ok");
  }

  @Test
  void nobodyNoticesThatRedisHangs() {
    REDIS.halt();
    try {
      talk();
      awaitCaches("degraded");
      talk();
    } finally {
      REDIS.goOn();
    }
    talk();
    awaitCaches("ok");
  }

  @Test
  void nobodyNoticesThatRedisIsFull() {
    REDIS.say("CONFIG", "SET", "maxmemory", "1");
    talk();
    awaitCaches("degraded");
    REDIS.say("CONFIG", "SET", "maxmemory", "0");
    talk();
    awaitCaches("ok");
  }

  @Test
  void aWorkerStartsWithoutRedis() {
    one.kill();
    REDIS.kill();
    one.start();
    awaitCaches("degraded");
    talk();
    REDIS.start();
    awaitCaches("ok");
    for (var worker : List.of(one, other)) {
      assertThat(worker.output()).contains("is not used until it works again");
      Together.await("the return to be told", () -> worker.output().contains("is used again"));
      assertThat(worker.output()).doesNotContain("p%40ss", "p@ss", "io.vertx");
    }
  }

  /** Whole conversations, every text a new one, each request answered at the first attempt. */
  private void talk() {
    Together.run(
        PEOPLE,
        i -> {
          var token = begin(i % 2 == 0 ? one : other);
          for (int k = 0; k < MESSAGES; k++) {
            var worker = (i + k) % 2 == 0 ? one : other;
            var reply = say(worker, token, k, "It broke, " + UUID.randomUUID());
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
          }
          return i;
        });
  }

  private void awaitCaches(String state) {
    for (var worker : List.of(one, other)) {
      Together.await("the cache to be " + state, () -> state(worker).equals(state));
    }
  }

  /** As the health check tells it, which is always up. */
  private String state(WorkerProcess worker) {
    var reply = send(HttpRequest.newBuilder(URI.create(worker.url() + "/health/ready")));
    assertThat(reply.statusCode()).isEqualTo(200);
    for (var check : json(reply).get("checks")) {
      if (check.get("name").asText().equals("cache")) {
        assertThat(check.get("data").get("kind").asText()).isEqualTo("redis");
        assertThat(check.get("data").has("why"))
            .isEqualTo(check.get("data").get("state").asText().equals("degraded"));
        return check.get("data").get("state").asText();
      }
    }
    throw new AssertionError("no health check of the cache: " + reply.body());
  }

  private String begin(WorkerProcess worker) {
    var body = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(UUID.randomUUID());
    var reply = post(worker, "/v1/studies/think-feel/conversations", body, "");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    return json(reply).get("token").asText();
  }

  private HttpResponse<String> say(WorkerProcess worker, String token, int number, String text) {
    var body = "{\"turnId\": \"t%d\", \"text\": \"%s\"}".formatted(number, text);
    return post(worker, "/v1/conversation/turns", body, token);
  }

  private HttpResponse<String> post(WorkerProcess worker, String path, String body, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(worker.url() + path))
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
