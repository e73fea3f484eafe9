package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.cache.RedisProcess;
import combot.store.PostgresProcess;
import combot.store.Together;
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

  private static final PageClient pageOfOne = new PageClient(one);
  private static final PageClient pageOfOther = new PageClient(other);

  @AfterAll
  static void stop() {
    pageOfOne.close();
    pageOfOther.close();
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
    assertThat(pageOfOne.say(begin(pageOfOne), 0, text).statusCode()).isEqualTo(200);
    int found = found();
    assertThat(pageOfOther.say(begin(pageOfOther), 0, text).statusCode()).isEqualTo(200);
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
    var token = begin(pageOfOne);
    int answered = 0;
    while (page(answered).say(token, answered, "message").statusCode() != 429) {
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
          var token = begin(page(i));
          for (int k = 0; k < MESSAGES; k++) {
            var reply = page(i + k).say(token, k, "It broke, " + UUID.randomUUID());
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
          }
          return i;
        });
  }

  private static PageClient page(int number) {
    return number % 2 == 0 ? pageOfOne : pageOfOther;
  }

  private void awaitCaches(String state) {
    for (var page : List.of(pageOfOne, pageOfOther)) {
      Together.await("the cache to be " + state, () -> state(page).equals(state));
    }
  }

  /** As the health check tells it, which is always up. */
  private static String state(PageClient page) {
    var reply = page.get("/health/ready");
    assertThat(reply.statusCode()).isEqualTo(200);
    var told = PageClient.check(reply, "cache").get("data");
    var state = told.get("state").asText();
    assertThat(told.get("kind").asText()).isEqualTo("redis");
    assertThat(told.has("why")).isEqualTo(state.equals("degraded"));
    return state;
  }

  private static String begin(PageClient page) {
    var reply = page.begin(UUID.randomUUID().toString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    return PageClient.json(reply).get("token").asText();
  }
}
