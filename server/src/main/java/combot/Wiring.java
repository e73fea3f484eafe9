package combot;

import combot.api.Turnstile;
import combot.chat.Chat;
import combot.chat.Studies;
import combot.classifier.Classifier;
import combot.classifier.Classifiers;
import combot.store.Store;
import combot.study.Study;
import combot.study.StudyFile;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;

/** Puts the parts of a worker together. */
final class Wiring {

  /** The time of day; one for all, so that tests can set it. */
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Store store(Settings settings) {
    return Place.of(settings.database().orElse(null), settings.data()).open();
  }

  void close(@Disposes Store store) {
    store.close();
  }

  @Produces
  @Singleton
  Classifier classifier(Settings settings, Studies studies, Turnstile turnstile) {
    var classes =
        studies.all().stream()
            .flatMap(study -> study.classes().keySet().stream())
            .distinct()
            .toList();
    var model =
        settings
            .classifier()
            .model()
            .map(directory -> Classifiers.huggingFace(directory, classes))
            .orElseGet(Classifiers::embedded);
    var classifier = Classifiers.serving(model, turnstile::outside);
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

  void close(@Disposes Classifier classifier) {
    classifier.close();
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
  Chat chat(Studies studies, Store store, Classifier classifier, InstantSource clock) {
    return new Chat(studies, store, classifier, clock);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the study file " + file, e);
    }
  }
}
