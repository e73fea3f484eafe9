package combot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real gateway with two workers tells, after a conversation from its beginning to its end.
 */
@Timeout(180)
class MetricsIT {

  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[{ ]");

  @TempDir private Path folder;

  private static void talk(PageClient page) {
    page.get("/s/think-feel");
    var token = PageClient.json(page.begin("somebody-who-is-counted")).get("token").asText();
    for (int i = 0; i < 7; i++) {
      var text = i < 6 ? "My parcel never came " + i : "ann@example.org";
      assertThat(page.say(token, i, text).statusCode()).isEqualTo(200);
    }
    var other = page.begin(ModelNewsletter.ID, "somebody-who-talks-with-a-model");
    var answer = page.say(PageClient.json(other).get("token").asText(), 0, "two of them");
    assertThat(answer.body()).contains("What came of number");
  }

  @Test
  void servesEveryFigureThatAlertsAndDashboardSpeakOf() throws Exception {
    String metrics;
    var status = new StringWriter();
    try (var model = new ModelServer();
        var gateway =
            new GatewayProcess(
                folder,
                Map.of("COMBOT_OPENAI_URL", model.url()),
                "--study=" + Checkout.project().resolve("studies/think-feel.yaml"),
                "--study=" + ModelNewsletter.in(folder, "10s"));
        var page = new PageClient(gateway)) {
      talk(page);
      metrics = page.get("/metrics").body();
      Main.commandLine()
          .setOut(new PrintWriter(status, true))
          .execute("status", "--data=" + gateway.data);
    }

    assertThat(status.toString())
        .contains(ModelNewsletter.ID + ": openai ", "1 reply in the last day, 0 of them scripted");

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
    assertThat(sum(metrics, "combot_turns_total\\{[^}]*speaker=\"participant\"}")).isEqualTo(8);
    assertThat(sum(metrics, "combot_conversations_begun_total\\{[^}]*}")).isEqualTo(2);
    assertThat(sum(metrics, "combot_llm_replies_total\\{[^}]*source=\"llm\"[^}]*}")).isEqualTo(1);
    assertThat(sum(metrics, "combot_steps_reached_total\\{[^}]*step=\"finished\"[^}]*}"))
        .isEqualTo(1);
    assertThat(sum(metrics, "combot_gateway_requests_total\\{status=\"200\"}")).isEqualTo(9);
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
