package combot;

import combot.chat.Studies;
import combot.reply.Endpoints;
import combot.reply.LlmSpeaker;
import combot.reply.Reach;
import combot.study.LanguageModel;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether the language models that studies want can be asked. It is never down: what they
 * don't write is scripted.
 */
@Readiness
@Singleton
final class ModelHealth implements HealthCheck {

  private final Studies studies;
  private final Endpoints endpoints;
  private final LlmSpeaker speaker;

  ModelHealth(Studies studies, Endpoints endpoints, LlmSpeaker speaker) {
    this.studies = studies;
    this.endpoints = endpoints;
    this.speaker = speaker;
  }

  @Override
  public HealthCheckResponse call() {
    var why =
        studies.all().stream()
            .flatMap(study -> study.generation().stream())
            .flatMap(generation -> generation.models().stream())
            .flatMap(model -> trouble(model).stream())
            .distinct()
            .collect(Collectors.joining("; "));
    var response =
        HealthCheckResponse.named("language-model")
            .up()
            .withData("state", why.isEmpty() ? "ok" : "degraded");
    return why.isEmpty() ? response.build() : response.withData("why", why).build();
  }

  /** Names no provider: anybody may ask for health. */
  private Optional<String> trouble(LanguageModel model) {
    var provider = model.provider();
    if (Reach.of(endpoints, provider).isEmpty()) {
      return Optional.of("one that a study wants has no endpoint; docs/llm.md says how to set it");
    }
    return speaker.isFailing(provider)
        ? Optional.of(
            "most of the last requests to one failed, in the last 10 min; ./combot llm check says why")
        : Optional.empty();
  }
}
