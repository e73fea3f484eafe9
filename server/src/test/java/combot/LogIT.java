package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import combot.store.PostgresProcess;
import combot.store.Together;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that gateway and worker print while people talk and things go wrong. */
@Timeout(180)
class LogIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPLAINT = "my xylophone-91 never came";
  private static final String MAIL = "jo.quokka@example.org";
  private static final String PANEL = "5f7a9bc2quokka";

  @TempDir Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private final PostgresProcess postgres = new PostgresProcess();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private Process gateway;
  private Thread reader;
  private String url;

  @BeforeEach
  void start() throws Exception {
    var home = System.getProperty("combot.home");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcombot.worker-options=" + String.join(" ", WorkerProcess.JVM),
                "-Dcombot.home=" + home,
                "-jar",
                System.getProperty("combot.jar"),
                "serve",
                "--workers=1",
                "--port=0",
                "--data=" + data)
            .redirectErrorStream(true);
    builder.environment().put("COMBOT_DATABASE", postgres.empty());
    builder.environment().put("COMBOT_LOG_REQUESTS", "true");
    gateway = builder.start();
    reader = Thread.startVirtualThread(() -> read(gateway.inputReader()));
    Together.await("the links", () -> lines.stream().anyMatch(line -> line.contains("/docs")));
    var link = lines.stream().filter(line -> line.contains("API docs")).findFirst().orElseThrow();
    url = link.replaceAll(".*(http://127.0.0.1:\\d+)/docs.*", "$1");
  }

  private void read(BufferedReader out) {
    out.lines().forEach(lines::add);
  }

  @AfterEach
  void end() {
    gateway.destroyForcibly();
    postgres.close();
    http.close();
  }

  @Test
  void printsOnlyJsonNothingOfPeopleAndTheNumberOfTheRequestInEachOfItsLines() throws Exception {
    var token =
        JSON.readTree(
                post(
                        "/v1/studies/think-feel/conversations?PROLIFIC_PID=" + PANEL,
                        "{\"consent\":true,\"requestId\":\"a-page-that-waits-1\",\"parameters\":{\"PROLIFIC_PID\":\"%s\"}}"
                            .formatted(PANEL))
                    .body())
            .get("token")
            .asText();
    assertThat(token).hasSizeGreaterThan(20);
    for (int i = 0; i < 8; i++) {
      say(token, "t" + i, i == 7 ? MAIL : COMPLAINT);
    }
    get("/s/think-feel?PROLIFIC_PID=" + PANEL);
    get("/api/random/initial?email=" + MAIL);
    get("/" + MAIL);
    post("/api/random", "{\"message\":\"" + COMPLAINT + "\"}");
    post("/v1/conversation/turns", "{\"text\":\"" + COMPLAINT);
    say(token, "long", (COMPLAINT + " ").repeat(4_000));
    say(token, MAIL, COMPLAINT);
    postgres.stop();
    var failing = UUID.randomUUID().toString();
    assertThat(say(token, "u1", COMPLAINT, "X-Request-Id", failing).statusCode()).isEqualTo(503);
    for (int i = 0; i < 5; i++) {
      assertThat(say(token, "u1", COMPLAINT).statusCode()).isEqualTo(503);
    }
    gateway.toHandle().destroy(); // which leaves its output open
    assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
    reader.join();

    assertThat(String.join("\n", lines)).doesNotContain("xylophone", "quokka", token, failing);
    var parsed = new ArrayList<JsonNode>();
    for (var line : lines) {
      parsed.add(JSON.readTree(line));
    }
    assertThat(parsed)
        .allSatisfy(line ->
            assertThat(line.fieldNames())
                .toIterable()
                .contains("time", "level", "logger", "message", "pid"));
    var requests = parsed.stream().filter(line -> line.has("route")).toList();
    assertThat(requests)
        .hasSize(1 + 8 + 3 + 4 + 6)
        .allMatch(line -> line.get("worker").asInt() == 1);
    assertThat(requests.getLast().get("route").asText()).isEqualTo("/v1/conversation/turns");
    var failed = failing.substring(failing.length() - 12);
    assertThat(parsed)
        .filteredOn(line -> line.path("request").asText().equals(failed))
        .satisfiesExactlyInAnyOrder(
            line -> {
              assertThat(line.path("status").asInt()).isEqualTo(503);
              assertThat(line.path("pid").asLong()).isEqualTo(gateway.pid());
            },
            line -> {
              assertThat(line.path("message").asText()).isEqualTo("the database failed");
              assertThat(line.path("error").asText()).contains("StoreException", "\n\tat ");
              assertThat(line.path("worker").asInt()).isEqualTo(1);
              assertThat(line.path("pid").asLong()).isNotEqualTo(gateway.pid());
            });
    assertThat(parsed)
        .filteredOn(line -> line.path("message").asText().startsWith("the database failed"))
        .as("once a minute")
        .hasSize(1);
    assertThat(parsed)
        .filteredOn(line -> line.path("level").asText().matches("WARN|ERROR"))
        .as("no other noise of the outage")
        .hasSize(1);
  }

  private HttpResponse<String> say(String token, String turn, String text, String... headers)
      throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", "Bearer " + token));
    var body = JSON.createObjectNode().put("turnId", turn).put("text", text).toString();
    return post("/v1/conversation/turns", body, all.toArray(String[]::new));
  }

  private HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private void get(String path) throws IOException, InterruptedException {
    http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
  }
}
