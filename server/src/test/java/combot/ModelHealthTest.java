package combot;

import static org.assertj.core.api.Assertions.assertThat;

import combot.chat.Studies;
import combot.reply.Ledger;
import combot.reply.LlmSpeaker;
import combot.study.StudyFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ModelHealthTest {

  private static final Path SCRIPTED = Path.of("..", "studies", "think-feel.yaml");

  private static Map<String, Object> told(Path study, Map<String, String> environment) {
    var endpoints = LlmSettings.of(environment);
    var studies = new Studies(List.of(StudyFile.read(study)), null);
    try (var speaker = new LlmSpeaker(endpoints, Ledger.NOTHING, InstantSource.system())) {
      var health = new ModelHealth(studies, endpoints, speaker).call();
      assertThat(health.getName()).isEqualTo("language-model");
      assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
      return health.getData().orElseThrow();
    }
  }

  @Test
  void isWellWhereNoModelIsWantedAndWhereItHasAnEndpoint() {
    var there = Map.of("COMBOT_OPENAI_URL", "http://127.0.0.1:9/v1");
    assertThat(told(SCRIPTED, Map.of())).isEqualTo(Map.of("state", "ok"));
    assertThat(told(ModelStudy.within("with-model", "8s"), there)).isEqualTo(Map.of("state", "ok"));
  }

  @Test
  void tellsOfAModelThatHasNoEndpoint() {
    assertThat(told(ModelStudy.within("with-model", "8s"), Map.of()))
        .containsEntry("state", "degraded")
        .extractingByKey("why")
        .asString()
        .startsWith("one that a study wants has no endpoint");
  }
}
