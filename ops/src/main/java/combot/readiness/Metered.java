package combot.readiness;

import combot.loadtest.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.function.Predicate;

/** The figures of gateway and workers, as {@code /metrics} tells them. */
final class Metered {

  private Metered() {}

  /**
   * @throws Unmeasured if it does not answer, or tells nothing
   */
  static Scrape now(Context context) throws Unmeasured {
    try (var http = HttpClient.newHttpClient()) {
      var answer = new Requests(http, context.running().url()).get("/metrics", Map.of());
      var figures = Scrape.of(answer.body());
      if (answer.status() != 200 || figures.values().isEmpty()) {
        throw new Unmeasured("/metrics does not tell, status " + answer.status());
      }
      return figures;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new Unmeasured("/metrics does not answer: " + e);
    }
  }

  static Predicate<String> inWorker(int number) {
    return labels -> labels.contains("worker=\"" + number + "\"");
  }
}
