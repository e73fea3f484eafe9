package combot.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import combot.WorkerProcess;
import combot.memory.ModelState;
import combot.memory.SampleFile;
import combot.store.Together;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged worker's memory, with the real model. */
@Tag("slow")
@Timeout(120)
class MemoryIT {
  private static final String[] QUICK = {
    "-Dcombot.memory.every=50ms", "-Dcombot.classifier.idle=1s"
  };

  private final WorkerProcess worker = WorkerProcess.serving("--study", "studies/think-feel.yaml");
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void clean() {
    http.close();
    worker.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(worker.url() + path))
        .header("Content-Type", "application/json");
  }

  private HttpRequest.Builder begin() {
    return to("/v1/studies/think-feel/conversations")
        .POST(
            BodyPublishers.ofString(
                "{\"consent\": true, \"requestId\": \"%s\", \"parameters\": {}}"
                    .formatted(UUID.randomUUID())));
  }

  private HttpRequest.Builder turn(String token, String text) {
    return to("/v1/conversation/turns")
        .header("Authorization", "Bearer " + token)
        .POST(
            BodyPublishers.ofString(
                "{\"turnId\": \"%s\", \"text\": \"%s\"}".formatted(UUID.randomUUID(), text)));
  }

  private static JsonNode json(HttpResponse<String> reply) throws IOException {
    return new ObjectMapper().readTree(reply.body());
  }

  private JsonNode memory() throws Exception {
    var reply = send(to("/health/ready"));
    assertThat(reply.statusCode()).isEqualTo(200);
    for (var check : json(reply).get("checks")) {
      if (check.get("name").asText().equals("memory")) {
        return check.get("data");
      }
    }
    throw new AssertionError("no check of memory in " + reply.body());
  }

  private void awaitModel(ModelState state) throws Exception {
    while (!memory().path("model").asText().equals(state.name())) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void theModelGoesWhenNobodyIsThereAndIsBackAfterTheFirstViewOfThePage() throws Exception {
    worker.with(QUICK).start();
    var token = json(send(begin())).get("token").asText();
    awaitModel(ModelState.UNLOADED);
    while (!memory().get("next_session_may_start").asBoolean()) {
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(memory().get("reasons").asText()).contains("the model is unloaded", "base line");
    Together.await(
        "the log to tell of it", () -> worker.output().contains("model unloaded: before: machine"));

    worker.kill();
    worker.with("-Dcombot.memory.every=50ms", "-Dcombot.classifier.idle=4s").start();
    awaitModel(ModelState.UNLOADED);
    assertThat(send(to("/s/think-feel")).statusCode()).isEqualTo(200);
    awaitModel(ModelState.LOADED);
    var text = "The zipper of my new jacket broke after two days.";
    var reply = send(turn(token, text));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    awaitModel(ModelState.UNLOADED);
    assertThat(send(turn(token, "It was quite new.")).statusCode()).isEqualTo(200);

    var samples = new SampleFile(worker.data().resolve("memory.tsv"), Long.MAX_VALUE).last(100_000);
    assertThat(samples.stream().map(sample -> sample.pid()).distinct()).hasSize(2);
    assertThat(worker.output()).doesNotContain("zipper");
  }

  @Test
  void whereThereIsNoRoomNewcomersWaitAndConversationsUnderWayGoOn() throws Exception {
    worker.start();
    var token = json(send(begin())).get("token").asText();
    worker.kill();
    worker
        .with(
            "-Dcombot.memory.every=50ms",
            "-Dcombot.memory.note=0",
            "-Dcombot.memory.clean=0",
            "-Dcombot.memory.hold=0",
            "-Dcombot.memory.emergency=100")
        .start();
    while (memory().get("admits_newcomers").asBoolean()) {
      LockSupport.parkNanos(20_000_000);
    }
    var away = send(begin());
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).contains("10");
    assertThat(send(to("/api/random/initial")).statusCode()).isEqualTo(503);
    assertThat(send(turn(token, "My parcel never came.")).statusCode()).isEqualTo(200);
    assertThat(memory().get("next_session_may_start").asBoolean()).isFalse();
    assertThat(worker.output()).contains("newcomers are asked to come back later");
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedInASentence() {
    worker.with("-Dcombot.memory.hold=99");
    assertThatThrownBy(worker::start).hasMessageContaining("the worker ended with code 1");
    assertThat(worker.output())
        .contains("thresholds must be from 0 to 100 and rise", "COMBOT_MEMORY_*")
        .doesNotContain("\tat ");
  }
}
