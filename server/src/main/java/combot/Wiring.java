package combot;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.api.Turnstile;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.chat.Admission;
import combot.chat.Chat;
import combot.chat.LoadTestKey;
import combot.chat.Studies;
import combot.chat.TurnLimit;
import combot.chat.Voice;
import combot.classifier.CachedClassifier;
import combot.classifier.Classifier;
import combot.classifier.Classifiers;
import combot.classifier.ReloadableClassifier;
import combot.memory.MachineMemory;
import combot.memory.SampleFile;
import combot.memory.Thresholds;
import combot.metrics.JavaProcess;
import combot.reply.Endpoints;
import combot.store.Store;
import combot.study.Study;
import combot.study.StudyFile;
import combot.upkeep.Activity;
import combot.upkeep.Disk;
import combot.upkeep.Upkeep;
import combot.warm.Stage;
import combot.warm.WarmUp;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Puts the parts of a worker together. */
final class Wiring {

  private static final Logger LOG = Logger.getLogger(Wiring.class);

  /** Five hours of samples every five seconds; there are at most two such files. */
  private static final long SAMPLE_FILE_BYTES = 512 * 1024;

  /** The time of day; one for all, so that tests can set it. */
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  PrometheusRegistry metrics() {
    var registry = new PrometheusRegistry();
    JavaProcess.bindTo(registry, Version.current());
    return registry;
  }

  @Produces
  @Singleton
  Store store(Settings settings, PrometheusRegistry metrics) {
    var store = Place.of(settings.database().orElse(null), settings.data()).open();
    store.bindTo(metrics);
    return store;
  }

  void close(@Disposes Store store) {
    store.close();
  }

  @Produces
  @Singleton
  @Typed(ReloadableClassifier.class)
  ReloadableClassifier model(Settings settings, Studies studies) {
    var classes =
        studies.all().stream()
            .flatMap(study -> study.classes().keySet().stream())
            .distinct()
            .toList();
    var directory = settings.classifier().model();
    return Classifiers.reloadable(
        directory.isPresent()
            ? () -> Classifiers.huggingFace(directory.get(), classes)
            : Classifiers::embedded);
  }

  @Produces
  @Singleton
  Cache cache(Settings settings, Vertx vertx, InstantSource clock) {
    return Served.redis(settings.redis())
        .map(url -> Cache.redis(url, CacheLimits.DEFAULT, vertx, clock))
        .orElseGet(() -> Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker()));
  }

  void close(@Disposes Cache cache) {
    cache.close();
  }

  @Produces
  @Singleton
  CachedClassifier classifier(
      ReloadableClassifier model,
      Studies studies,
      Turnstile turnstile,
      Cache cache,
      PrometheusRegistry metrics) {
    var classifier = Classifiers.serving(model, turnstile::outside, cache);
    classifier.bindTo(metrics);
    studies.all().forEach(study -> refuseStrangeLabels(study, classifier));
    return classifier;
  }

  /** A label without a class would be a complaint that the study has no words for. */
  private static void refuseStrangeLabels(Study study, Classifier classifier) {
    if (!study.classes().isEmpty() && !study.classes().keySet().containsAll(classifier.labels())) {
      throw new Failures.Refusal(
          "study %s has the classes %s, but the classifier finds %s: give the study those classes, or another model with COMBOT_CLASSIFIER_MODEL"
              .formatted(study.id(), study.classes().keySet(), classifier.labels()));
    }
  }

  void close(@Disposes CachedClassifier classifier) {
    classifier.close();
  }

  @Produces
  @Singleton
  Activity activity() {
    return new Activity(System::nanoTime);
  }

  @Produces
  @Singleton
  @Startup
  Upkeep upkeep(
      Settings settings,
      ReloadableClassifier model,
      CachedClassifier scores,
      Activity activity,
      Store store,
      InstantSource clock,
      PrometheusRegistry metrics) {
    var file = new SampleFile(settings.data().resolve("memory.tsv"), SAMPLE_FILE_BYTES);
    var upkeep =
        new Upkeep(
            policy(settings),
            model,
            scores,
            activity,
            within -> store.records().active(clock.instant().minus(within)) > 0,
            file,
            MachineMemory::now,
            clock,
            System::nanoTime);
    upkeep.bindTo(metrics);
    upkeep.start();
    return upkeep;
  }

  /**
   * Whether the values of settings fit together; each of these is a {@link Failures.Refusal} if
   * not.
   */
  static List<Runnable> checks(Settings settings) {
    return List.of(
        () -> policy(settings),
        () -> limits(settings.disk()),
        () -> warmUpTime(settings),
        () -> ModelWiring.concurrent(settings.llm()));
  }

  private static Upkeep.Policy policy(Settings settings) {
    var memory = settings.memory();
    try {
      var thresholds =
          new Thresholds(
              memory.note(),
              memory.clean(),
              memory.hold(),
              memory.emergency(),
              memory.hysteresis(),
              memory.coolDown());
      return new Upkeep.Policy(thresholds, settings.classifier().idle(), memory.every());
    } catch (IllegalArgumentException e) {
      throw new Failures.Refusal(
          "combot.memory.* and combot.classifier.idle don't fit: %s. Mend the variables COMBOT_MEMORY_* or COMBOT_CLASSIFIER_IDLE."
              .formatted(e.getMessage()));
    }
  }

  @Produces
  @Singleton
  @Startup
  Disk disk(Settings settings, PrometheusRegistry metrics) {
    var disk = new Disk(settings.data(), limits(settings.disk()));
    disk.bindTo(metrics);
    return disk;
  }

  private static Disk.Limits limits(Settings.Disk disk) {
    try {
      return new Disk.Limits(
          disk.low().asLongValue(), disk.lowPercent(), disk.full().asLongValue());
    } catch (IllegalArgumentException e) {
      throw new Failures.Refusal(
          "combot.disk.* don't fit: %s. Mend the variables COMBOT_DISK_*."
              .formatted(e.getMessage()));
    }
  }

  void close(@Disposes Upkeep upkeep) {
    upkeep.close();
  }

  @Produces
  @Singleton
  Studies studies(Settings settings, Store store, InstantSource clock) {
    var studies = new ArrayList<Study>();
    for (var file : settings.study()) {
      var content = read(file);
      var study = StudyFile.parse(file.toString(), content.getBytes(StandardCharsets.UTF_8));
      store.journal().keep(study, content, clock.instant());
      studies.add(study);
    }
    return new Studies(studies, store);
  }

  @Produces
  @Singleton
  @Startup
  Chat chat(
      Studies studies,
      Store store,
      Classifier classifier,
      Cache cache,
      Settings settings,
      Admission admission,
      Voice voice,
      InstantSource clock,
      PrometheusRegistry metrics) {
    var chat =
        new Chat(
            studies, store, classifier, limit(settings, cache, clock), admission, voice, clock);
    chat.bindTo(metrics);
    return chat;
  }

  private static TurnLimit limit(Settings settings, Cache cache, InstantSource clock) {
    try {
      return new TurnLimit(cache, settings.rate().turnsPerMinute(), clock);
    } catch (IllegalArgumentException e) {
      throw new Failures.Refusal(
          "COMBOT_RATE_TURNS_PER_MINUTE doesn't fit: %s; 0 is for any number."
              .formatted(e.getMessage()));
    }
  }

  @Produces
  @Singleton
  @Startup
  LoadTestKey loadTestKey(Settings settings) {
    return loadTestKey(settings.data());
  }

  /** People can take part without it. */
  static LoadTestKey loadTestKey(Path data) {
    try {
      return LoadTestKey.in(data);
    } catch (IOException e) {
      LOG.warnf(
          "no load test is let in, and './combot check' can't ask the workers: the key for that can't be had in %s: %s",
          data, e);
      return LoadTestKey.NONE;
    }
  }

  @Produces
  @Singleton
  WarmUp warmUp(
      Settings settings,
      Stage stage,
      Studies studies,
      Store store,
      ReloadableClassifier model,
      Turnstile turnstile,
      Endpoints endpoints,
      InstantSource clock) {
    return new WarmUp(
        warmUpTime(settings), stage, studies, store, model, turnstile::outside, endpoints, clock);
  }

  private static Duration warmUpTime(Settings settings) {
    if (settings.warmUp().isNegative()) {
      throw new Failures.Refusal(
          "COMBOT_WARM_UP must be a time such as 1500ms, or 0, was " + settings.warmUp());
    }
    return settings.warmUp();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the study file " + file, e);
    }
  }
}
