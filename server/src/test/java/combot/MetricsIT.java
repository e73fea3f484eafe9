package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real gateway with two workers tells, after a conversation from its beginning to its end.
 */
@Timeout(180)
class MetricsIT {

  private static final Pattern LINK = Pattern.compile("participant page +(http://.*)/s/think-feel");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[{ ]");

  @TempDir Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private String url;

  @BeforeEach
  void start() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx64m",
                    "-Dcombot.worker-options=" + String.join(" ", WorkerProcess.JVM),
                    "-Dcombot.home=" + System.getProperty("combot.home"),
                    "-jar",
                    System.getProperty("combot.jar"),
                    "serve",
                    "--port=0",
                    "--data=" + data))
            .redirectErrorStream(true)
            .start();
    url = link(process.inputReader());
    while (!get("/metrics").contains("combot_workers{state=\"ready\"} 2.0")) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static String link(BufferedReader out) throws IOException {
    var said = new ArrayList<String>();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      var link = LINK.matcher(line);
      if (link.find()) {
        return link.group(1);
      }
    }
    throw new AssertionError("it did not start:\n" + String.join("\n", said));
  }

  @AfterEach
  void stop() throws InterruptedException {
    http.close();
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url + path)));
  }

  private String post(String path, String body, String token) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    var reply = http.send(request.build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isIn(200, 201);
    return reply.body();
  }

  private void talk() throws Exception {
    get("/s/think-feel");
    var begun =
        post(
            "/v1/studies/think-feel/conversations",
            "{\"consent\": true, \"requestId\": \"somebody-who-is-counted\"}",
            "");
    var token = new ObjectMapper().readTree(begun).get("token").asText();
    for (int i = 0; i < 7; i++) {
      var text = i < 6 ? "My parcel never came " + i : "ann@example.org";
      post(
          "/v1/conversation/turns",
          "{\"turnId\": \"t%d\", \"text\": \"%s\"}".formatted(i, text),
          token);
    }
  }

  @Test
  void servesEveryFigureThatAlertsAndDashboardSpeakOf() throws Exception {
    talk();
    var metrics = get("/metrics");

    var served = new TreeSet<String>();
    SAMPLE.matcher(metrics).results().forEach(sample -> served.add(sample.group(1)));
    assertThat(Deployed.series()).hasSizeGreaterThan(30);
    assertThat(served).containsAll(Deployed.series());
    assertThat(Deployed.promtool(metrics, "check", "metrics")).isEmpty();
    assertThat(metrics)
        .contains(
            "\ncombot_worker_up{worker=\"1\"} 1\n",
            "\ncombot_worker_up{worker=\"2\"} 1\n",
            "\ncombot_workers{state=\"ready\"} 2.0\n",
            "\ncombot_workers_wanted 2.0\n")
        .doesNotContain("example.org", "parcel", "Lulu", "Basic");
    assertThat(sum(metrics, "combot_turns_total\\{[^}]*speaker=\"participant\"}")).isEqualTo(7);
    assertThat(sum(metrics, "combot_conversations_begun_total\\{[^}]*}")).isEqualTo(1);
    assertThat(sum(metrics, "combot_steps_reached_total\\{[^}]*step=\"finished\"[^}]*}"))
        .isEqualTo(1);
    assertThat(sum(metrics, "combot_gateway_requests_total\\{status=\"200\"}")).isEqualTo(8);
  }

  /** Over all workers. */
  private static double sum(String metrics, String sample) {
    return Pattern.compile("(?m)^" + sample + " (\\S+)$")
        .matcher(metrics)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }
}
