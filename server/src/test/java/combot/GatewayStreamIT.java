package combot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream on its way through the gateway. */
@Tag("slow")
@Timeout(180)
class GatewayStreamIT {

  private final HttpClient http = HttpClient.newHttpClient();
  private String url;

  private <T> CompletableFuture<T> post(
      String path, String body, String token, BodyHandler<T> handler) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .headers("Content-Type", "application/json", "Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, handler).thenApply(it -> it.body());
  }

  @Test
  void aReplyArrivesAsItIsWritten(@TempDir Path folder) throws Exception {
    var study = ModelStudy.file("think-feel", true).toString();
    try (var model = new DictatedModel();
        var gateway =
            new GatewayProcess(
                folder,
                Map.of("COMBOT_OPENAI_URL", model.url()),
                "--study=" + study,
                "--workers=1")) {
      url = gateway.url();
      var consent = "{\"consent\": true, \"requestId\": \"%s\"}".formatted(UUID.randomUUID());
      var begun =
          post("/v1/studies/think-feel/conversations", consent, "", BodyHandlers.ofString()).get();
      var token = new ObjectMapper().readTree(begun).get("token").asText();

      var turn = "{\"turnId\": \"t1\", \"text\": \"my parcel was left outside\"}";
      var coming = post("/v1/conversation/turns", turn, token, BodyHandlers.ofLines());
      var writing = model.awaitAsked();
      writing.says("So it stood in the rain. Wh");
      var lines = coming.get().iterator();
      assertThat(lines.next()).isEqualTo("event: text");
      assertThat(lines.next()).contains("So it stood in the rain.").doesNotContain("Wh");
      writing.says("ich day was that?");
      writing.ends();
      assertThat(lines.next()).isEmpty();
      assertThat(lines.next()).isEqualTo("event: answer");
      assertThat(lines.next()).contains("So it stood in the rain. Which day was that?");
    }
  }
}
