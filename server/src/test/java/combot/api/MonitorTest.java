package combot.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What monitors are told by a worker. */
@QuarkusTest
class MonitorTest extends Served {

  private static final String BEGIN = "/v1/studies/think-feel/conversations";

  private static final List<String> HIDDEN = List.of("Lulu", "Basic", "brand=", "condition=");

  private String metrics(String... headers) throws Exception {
    var request = HttpRequest.newBuilder(base.resolve("/metrics"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(headers.length > 0 ? 404 : 200);
      return answer.body();
    }
  }

  /** The value of the sample with these words before it; 0 where there is none. */
  private double value(String sample) throws Exception {
    var matcher = Pattern.compile("(?m)^" + Pattern.quote(sample) + " (\\S+)$").matcher(metrics());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private void say(String token, String text) {
    var body =
        Client.JSON
            .createObjectNode()
            .put("turnId", UUID.randomUUID().toString())
            .put("text", text);
    client.post("/v1/conversation/turns", body.toString(), "Authorization", "Bearer " + token);
  }

  @Test
  void countsWhatPeopleDoAndHowFarTheyGet() throws Exception {
    var samples =
        List.of(
            "combot_conversations_begun_total",
            "combot_turns_total{speaker=\"participant\"}",
            "combot_steps_reached_total{step=\"1-ask\",study=\"think-feel\"}",
            "combot_steps_reached_total{step=\"3-probe-1\",study=\"think-feel\"}",
            "combot_steps_reached_total{step=\"3-probe-2\",study=\"think-feel\"}",
            "combot_steps_reached_total{step=\"3-probe-3\",study=\"think-feel\"}",
            "combot_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/conversation/turns\",status=\"200\"}",
            "combot_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/studies/{study}/conversations\",status=\"201\"}");
    var before = new ArrayList<Double>();
    for (var sample : samples) {
      before.add(value(sample));
    }
    var body =
        "{\"consent\": true, \"requestId\": \"%s\", \"parameters\": {}}"
            .formatted(UUID.randomUUID());
    var token = client.post(BEGIN, body).string("token");
    say(token, "My parcel never came");
    say(token, "It should have come on Monday");
    var gained = new ArrayList<Double>();
    for (int i = 0; i < samples.size(); i++) {
      gained.add(value(samples.get(i)) - before.get(i));
    }
    assertThat(gained).containsExactly(1.0, 2.0, 1.0, 1.0, 1.0, 0.0, 2.0, 1.0);
    assertThat(value("combot_conversations_active")).isPositive();
    assertThat(value("combot_database_write_wait_seconds_count")).isGreaterThanOrEqualTo(3);
    assertThat(value("combot_database_write_wait_max_seconds")).isPositive();
    assertThat(value("combot_model_loaded")).isEqualTo(1);
  }

  @Test
  void knowsEachStepBeforeAnybodyGetsThere() throws Exception {
    assertThat(
            metrics()
                .lines()
                .filter(line -> line.startsWith("combot_steps_reached_total{"))
                .map(line -> line.replaceAll(".*step=\"(.*?)\".*", "$1")))
        .containsExactly(
            "1-ask",
            "3-probe-1",
            "3-probe-2",
            "3-probe-3",
            "3-probe-4",
            "3-probe-5",
            "5-contact",
            "finished");
  }

  @Test
  void countsATurnThatIsRepeatedOnce() throws Exception {
    var body =
        "{\"consent\": true, \"requestId\": \"%s\", \"parameters\": {}}"
            .formatted(UUID.randomUUID());
    var token = client.post(BEGIN, body).string("token");
    client.post(BEGIN, body);
    double turns = value("combot_turns_total{speaker=\"participant\"}");
    for (int i = 0; i < 2; i++) {
      client.post(
          "/v1/conversation/turns",
          "{\"turnId\": \"same\", \"text\": \"My parcel never came\"}",
          "Authorization",
          "Bearer " + token);
    }
    assertThat(value("combot_turns_total{speaker=\"participant\"}")).isEqualTo(turns + 1);
  }

  @Test
  void tellsNobodyWhatIsStored() {
    assertThat(client.get("/record").status()).isEqualTo(404);
  }

  @Test
  void betraysNoCondition() throws Exception {
    for (var route : List.of("random", "chatbot", "lulu")) {
      open(route).say("My parcel never came");
    }
    assertThat(metrics()).doesNotContain(HIDDEN).doesNotContain("/api/lulu", "/api/chatbot");
  }

  @Test
  void countsAddressesThatLeadNowhereTogether() throws Exception {
    client.get("/nowhere/" + UUID.randomUUID());
    assertThat(
            value(
                "combot_http_request_duration_seconds_count{method=\"GET\",route=\"other\",status=\"404\"}"))
        .isPositive();
    assertThat(metrics()).doesNotContain("nowhere");
  }

  @Test
  void countsNoMonitors() throws Exception {
    client.get("/health/ready");
    assertThat(metrics()).doesNotContain("route=\"/health", "route=\"/metrics");
    assertThat(metrics()).doesNotContain("route=\"/health", "route=\"/metrics");
  }

  @Test
  void hidesMetricsFromWhatAProxyPassesOn() throws Exception {
    assertThat(metrics("X-Forwarded-For", "127.0.0.1"))
        .isEqualTo(
            client.get("/nix", "X-Forwarded-For", "127.0.0.1").text().replace("nix", "metrics"));
  }

  @Test
  void isHealthyInEachSenseThatMonitorsKnow() {
    assertThat(client.get("/health/live").json().get("checks")).isEmpty();
    assertThat(client.get("/health/started").json().at("/checks/0/name").asText())
        .isEqualTo("started");
    assertThat(client.get("/health/ready").json().get("checks").findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "accepting", "cache", "database", "disk", "language-model", "memory", "warm");
  }
}
