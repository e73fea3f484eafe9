package combot;

import combot.api.Turnstile;
import combot.chat.StoredLedger;
import combot.chat.Studies;
import combot.chat.Voice;
import combot.reply.Endpoints;
import combot.reply.Ledger;
import combot.reply.LlmSpeaker;
import combot.reply.MadeUpSpeaker;
import combot.reply.Reach;
import combot.reply.Speaker;
import combot.reply.Spending;
import combot.store.LoadTests;
import combot.store.Store;
import combot.study.Study;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Puts the parts together by which language models write replies. */
final class ModelWiring {

  private static final Logger LOG = Logger.getLogger(ModelWiring.class);

  @Produces
  @Singleton
  Endpoints endpoints(Settings settings) {
    var endpoints = LlmSettings.of(settings);
    endpoints.warnings().forEach(LOG::warn);
    return endpoints;
  }

  @Produces
  @Singleton
  Ledger ledger(Store store, InstantSource clock) {
    return new StoredLedger(store.records(), clock);
  }

  @Produces
  @Singleton
  LlmSpeaker speaker(
      Endpoints endpoints,
      Ledger ledger,
      Studies studies,
      InstantSource clock,
      PrometheusRegistry metrics) {
    new Spending(studies.all(), ledger).bindTo(metrics);
    studies.all().forEach(study -> tell(study, endpoints));
    var speaker = new LlmSpeaker(endpoints, ledger, clock);
    speaker.bindTo(metrics);
    return speaker;
  }

  private static void tell(Study study, Endpoints endpoints) {
    for (var model : study.generation().stream().flatMap(it -> it.models().stream()).toList()) {
      var provider = model.provider();
      Reach.of(endpoints, provider)
          .ifPresentOrElse(
              reach ->
                  LOG.infof(
                      "study %s: replies by %s, model %s, at %s, %s a key",
                      study.id(),
                      provider.id(),
                      model.name(),
                      reach.url(),
                      reach.hasKey() ? "with" : "without"),
              () ->
                  LOG.warnf(
                      "study %s wants %s's model %s, which has no endpoint: every reply is scripted. Set COMBOT_%s_KEY_FILE, or COMBOT_%s_URL for a server of your own; './combot llm check' tries it",
                      study.id(), provider.id(), model.name(), provider, provider));
    }
  }

  void close(@Disposes LlmSpeaker speaker) {
    speaker.close();
  }

  @Produces
  @Singleton
  Voice voice(Settings settings, LlmSpeaker speaker, MadeUpSpeaker madeUp, Turnstile turnstile) {
    return new Voice(
        speaker(settings.llm().loadtest(), speaker, madeUp),
        turnstile::outside,
        study -> hasMeans(speaker, study));
  }

  /** Asks models, and on behalf of load tests as is wanted. */
  static Speaker speaker(LoadTestModels loadTests, Speaker real, Speaker madeUp) {
    return switch (loadTests) {
      case ASK -> real;
      case IMITATE ->
          (wish, occasion) ->
              (LoadTests.isOne(occasion.studyId()) ? madeUp : real).speak(wish, occasion);
    };
  }

  @Produces
  @Singleton
  MadeUpSpeaker madeUpSpeaker() {
    return new MadeUpSpeaker();
  }

  private static boolean hasMeans(LlmSpeaker speaker, Study study) {
    return study.generation().filter(it -> speaker.isSpent(study.id(), it)).isEmpty();
  }

  /** How many questions may be open at once; the rest of it is looked at with the variables. */
  static void concurrent(Settings.Llm llm) {
    if (llm.concurrent() < 1) {
      throw new Failures.Refusal(
          "COMBOT_LLM_CONCURRENT must be at least 1, was " + llm.concurrent());
    }
  }
}
