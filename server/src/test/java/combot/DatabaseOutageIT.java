package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import combot.store.PostgresProcess;
import combot.store.Tables;
import combot.store.Together;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A PostgreSQL server that stops and comes back, under a worker with people in the middle. */
@Timeout(180)
class DatabaseOutageIT {

  private static final int PEOPLE = 15;
  private static final int BEFORE = 2;
  private static final int MESSAGES = 6;

  private static final PostgresProcess POSTGRES = new PostgresProcess();
  private static final String ADDRESS = POSTGRES.empty();

  private static final String WITH_MODEL = "with-model";
  private static final ModelServer MODEL = new ModelServer();

  @RegisterExtension
  static final WorkerProcess worker =
      WorkerProcess.serving(
              "--study",
              "studies/think-feel.yaml",
              "--study",
              ModelStudy.within(WITH_MODEL, "10s").toString(),
              "--database",
              ADDRESS)
          .with(MODEL.option());

  private static final PageClient page = new PageClient(worker);

  @AfterAll
  static void stop() {
    page.close();
    POSTGRES.close();
    MODEL.close();
  }

  @Test
  void peopleWaitAndGoOnAndNothingIsLostOrDoubled() throws Exception {
    var met = new AtomicInteger();
    var refused = new AtomicInteger();
    var people =
        Together.run(
            PEOPLE,
            i -> {
              var token = persist(() -> page.begin(requestId(i)), refused).get("token").asText();
              for (int k = 0; k < BEFORE; k++) {
                int number = k;
                persist(() -> say(token, number), refused);
              }
              return token;
            });
    assertThat(refused).as("before the outage").hasValue(0);

    POSTGRES.stop();
    assertRefused(page.begin(requestId(99)));
    assertRefused(say(people.getFirst(), BEFORE));
    assertThat(page.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(page.get("/health/live").statusCode()).isEqualTo(200);
    var restart =
        Thread.startVirtualThread(() -> {
          Together.await("everybody to be refused", () -> met.get() == PEOPLE);
          POSTGRES.start();
        });
    Together.run(
        PEOPLE,
        i -> {
          for (int k = BEFORE; k < MESSAGES; k++) {
            if (k == BEFORE) {
              assertThat(say(people.get(i), k).statusCode()).isEqualTo(503);
              met.incrementAndGet();
            }
            int number = k;
            persist(() -> say(people.get(i), number), refused);
          }
          return i;
        });
    restart.join();

    awaitReady();
    var tables = Tables.of(ADDRESS);
    tables.check();
    var ids = tables.texts("select id from conversation where study_id = 'think-feel'");
    assertThat(ids).hasSize(PEOPLE);
    var said = new ArrayList<String>();
    IntStream.range(0, MESSAGES).forEach(k -> said.add("message " + k));
    for (var id : ids) {
      assertThat(
              tables.texts(
                  "select text from turn where role = 'PARTICIPANT' and conversation_id = ? order by number",
                  id))
          .isEqualTo(said);
    }
    assertThat(worker.output()).doesNotContain("p%40ss", "p@ss", "message 2");
  }

  @Test
  void whatAModelThinksOfWhenTheDatabaseGoesIsAnsweredOnceWhenItIsBack() throws Exception {
    var begun = persist(() -> page.begin(WITH_MODEL, requestId(0)), new AtomicInteger());
    var token = begun.get("token").asText();
    MODEL.hold();
    var first = CompletableFuture.supplyAsync(() -> say(token, 0));
    MODEL.awaitAsked();
    POSTGRES.stop();
    MODEL.release();
    assertRefused(first.join());
    POSTGRES.start();

    var refused = new AtomicInteger();
    var answer = persist(() -> say(token, 0), refused);
    awaitReady();
    assertThat(persist(() -> say(token, 0), refused).get("replies"))
        .isEqualTo(answer.get("replies"));
    var tables = Tables.of(ADDRESS);
    tables.check();
    assertThat(
            tables.texts(
                "select text from turn t join conversation c on c.id = t.conversation_id where study_id = ? and number > 1 order by number",
                WITH_MODEL))
        .containsExactly("message 0", answer.get("replies").get(0).get("text").asText());
    assertThat(tables.texts("select source from generation")).containsExactly("LLM");
  }

  private static void awaitReady() {
    Together.await("the worker to be ready", () -> page.get("/health/ready").statusCode() == 200);
  }

  private static void assertRefused(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(503);
    assertThat(reply.headers().firstValue("Retry-After")).contains("1");
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(PageClient.json(reply).get("detail").asText())
        .contains("Send the very same request again");
  }

  /** Sends it again as long as it is told to. */
  private static JsonNode persist(Supplier<HttpResponse<String>> request, AtomicInteger refused) {
    var reply = request.get();
    while (reply.statusCode() == 503) {
      assertThat(reply.headers().firstValue("Retry-After")).isPresent();
      refused.incrementAndGet();
      reply = request.get();
    }
    assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201);
    return PageClient.json(reply);
  }

  private static String requestId(int person) {
    return "somebody-who-waits-" + person;
  }

  private static HttpResponse<String> say(String token, int number) {
    return page.say(token, number, "message " + number);
  }
}
