package combot.warm;

import static org.assertj.core.api.Assertions.assertThat;

import combot.ModelServer;
import combot.ModelStudy;
import combot.WorkerProcess;
import combot.store.Tables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker, which warms itself before it is ready. */
@Timeout(120)
class WarmUpIT {

  @TempDir Path temporary;

  private final ModelServer model = new ModelServer();
  private final WorkerProcess worker =
      WorkerProcess.serving(
          "--study",
          "studies/think-feel.yaml",
          "--study",
          "studies/newsletter-tone.yaml",
          "--study",
          ModelStudy.file("with-model", true).toString());

  @AfterEach
  void clean() {
    worker.close();
    model.close();
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var reply =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).header(Stage.SECRET, "guessed").build(),
              BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body();
    }
  }

  @Test
  void playsConversationsThatLeaveNoTrace() throws Exception {
    worker
        .with(
            "-Dcombot.warm-up=3s",
            "-Djava.io.tmpdir=" + temporary,
            "-Dcombot.openai.url=" + model.url(),
            "-Dcombot.llm.record=" + temporary.resolve("recording"))
        .start();
    assertThat(worker.output())
        .containsPattern("warmed by [1-9]\\d+ requests, 0 of them refused or answered wrongly")
        .contains("study with-model: replies by openai", "Ready");
    assertThat(model.asked()).isZero();
    assertThat(temporary.resolve("recording")).doesNotExist();
    var tables = Tables.of(worker.data().toString());
    for (var table :
        List.of("conversation", "participant", "turn", "generation", "contact", "token", "slot")) {
      assertThat(tables.texts("select count(*) from " + table)).as(table).containsExactly("0");
    }
    assertThat(get(worker.url() + "/metrics"))
        .contains("\ncombot_turns_total{speaker=\"participant\"} 0.0\n")
        .contains("\ncombot_conversations_begun_total 0.0\n")
        .contains("combot_llm_retries_total 0.0")
        .doesNotContain(
            "combot_llm_requests_total{",
            "combot_llm_replies_total{",
            "route=\"/v1/conversation/turns\"",
            "route=\"/api/{route}\"");
    assertThat(get(worker.url() + "/health/ready")).contains("nobody was here yet");
    assertThat(temporary).isDirectoryNotContaining("glob:**combot-rehearsal*");
    assertThat(get(worker.url() + "/api/random/initial")).startsWith("200 ");
    assertThat(tables.texts("select count(*) from conversation")).containsExactly("1");
  }
}
