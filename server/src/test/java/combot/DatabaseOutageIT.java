package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import combot.store.PostgresProcess;
import combot.store.Tables;
import combot.store.Together;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final PostgresProcess POSTGRES = new PostgresProcess();
  private static final String ADDRESS = POSTGRES.empty();

  @RegisterExtension
  static final WorkerProcess worker =
      WorkerProcess.serving("--study", "studies/think-feel.yaml", "--database", ADDRESS);

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    POSTGRES.close();
  }

  @Test
  void peopleWaitAndGoOnAndNothingIsLostOrDoubled() throws Exception {
    var met = new AtomicInteger();
    var refused = new AtomicInteger();
    var people =
        Together.run(
            PEOPLE,
            i -> {
              var token = text(persist(begin(i), refused), "token");
              for (int k = 0; k < BEFORE; k++) {
                persist(message(token, k), refused);
              }
              return token;
            });
    assertThat(refused).as("before the outage").hasValue(0);

    POSTGRES.stop();
    assertRefused(begin(99));
    assertRefused(message(people.getFirst(), BEFORE));
    assertThat(send(get("/health/ready")).statusCode()).isEqualTo(503);
    assertThat(send(get("/health/live")).statusCode()).isEqualTo(200);
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
              assertThat(send(message(people.get(i), k)).statusCode()).isEqualTo(503);
              met.incrementAndGet();
            }
            persist(message(people.get(i), k), refused);
          }
          return i;
        });
    restart.join();

    Together.await("the worker to be ready", () -> send(get("/health/ready")).statusCode() == 200);
    var tables = Tables.of(ADDRESS);
    tables.check();
    assertThat(tables.count("conversation")).isEqualTo(PEOPLE);
    var said = new ArrayList<String>();
    IntStream.range(0, MESSAGES).forEach(k -> said.add("message " + k));
    for (var id : tables.texts("select id from conversation")) {
      assertThat(
              tables.texts(
                  "select text from turn where role = 'PARTICIPANT' and conversation_id = ? order by number",
                  id))
          .isEqualTo(said);
    }
    assertThat(worker.output()).doesNotContain("p%40ss", "p@ss", "message 2");
  }

  private void assertRefused(HttpRequest request) throws IOException {
    var reply = send(request);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(503);
    assertThat(reply.headers().firstValue("Retry-After")).contains("1");
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(JSON.readTree(reply.body()).get("detail").asText())
        .contains("Send the very same request again");
  }

  /** Sends it again as long as it is told to. */
  private JsonNode persist(HttpRequest request, AtomicInteger refused) {
    var reply = send(request);
    while (reply.statusCode() == 503) {
      assertThat(reply.headers().firstValue("Retry-After")).isPresent();
      refused.incrementAndGet();
      reply = send(request);
    }
    assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201);
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asText();
  }

  private HttpRequest begin(int person) {
    var body = "{\"consent\": true, \"requestId\": \"somebody-who-waits-%d\"}".formatted(person);
    return post("/v1/studies/think-feel/conversations", body);
  }

  private HttpRequest message(String token, int number) {
    var body = "{\"turnId\": \"t%d\", \"text\": \"message %d\"}".formatted(number, number);
    return post("/v1/conversation/turns", body, "Authorization", "Bearer " + token);
  }

  private HttpRequest get(String path) {
    return request(path).build();
  }

  private HttpRequest post(String path, String body, String... headers) {
    var all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return request(path)
        .POST(BodyPublishers.ofString(body))
        .headers(all.toArray(String[]::new))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(worker.url() + path)).timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.uri().toString(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
