package combot;

import combot.chat.Studies;
import combot.reply.Endpoints;
import combot.reply.Ledger;
import combot.reply.LlmSpeaker;
import combot.reply.MadeUpSpeaker;
import combot.reply.Reach;
import combot.reply.Trial;
import combot.store.Records;
import combot.store.Store;
import combot.study.Generation;
import combot.study.LanguageModel;
import combot.study.Study;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The language models that the served studies want, and how they are. No answer holds a key. */
@Singleton
final class ModelInquiry {

  private static final Duration LATELY = Duration.ofDays(1);

  private final Studies studies;
  private final Records records;
  private final Ledger ledger;
  private final Endpoints endpoints;
  private final LlmSpeaker speaker;
  private final MadeUpSpeaker madeUp;
  private final Settings settings;
  private final InstantSource clock;

  ModelInquiry(
      Studies studies,
      Store store,
      Ledger ledger,
      Endpoints endpoints,
      LlmSpeaker speaker,
      MadeUpSpeaker madeUp,
      Settings settings,
      InstantSource clock) {
    this.studies = studies;
    this.records = store.records();
    this.ledger = ledger;
    this.endpoints = endpoints;
    this.speaker = speaker;
    this.madeUp = madeUp;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * {@code {load_tests, replay, studies: [{study, models: [{provider, model, priced, endpoint,
   * key}], deadline_seconds, caps: {conversation, study, day}, spent, spent_today, finished,
   * mean_cost, generated, fallbacks, capped, closed}]}}, of each study that wants a model. {@code
   * endpoint} is an address, {@code null} where there is none; a cap that is not set is absent;
   * {@code finished} are conversations of the version that is served, {@code capped} says that a
   * cap is reached, {@code closed} that nobody new is let in for it, and {@code generated} are
   * replies of the last day.
   */
  Map<String, Object> told() {
    return Map.of(
        "load_tests",
        settings.llm().loadtest().name().toLowerCase(Locale.ROOT),
        "replay",
        settings.llm().replay().isPresent(),
        "studies",
        studies.all().stream()
            .filter(study -> study.generation().isPresent())
            .map(study -> told(study, study.generation().get()))
            .toList());
  }

  private Map<String, Object> told(Study study, Generation generation) {
    var finished = records.finishedCosts(study);
    var written = records.writtenSince(study.id(), clock.instant().minus(LATELY));
    var told = new LinkedHashMap<String, Object>();
    told.put("study", study.id());
    told.put("models", generation.models().stream().map(this::told).toList());
    told.put("deadline_seconds", seconds(generation.deadline()));
    told.put("caps", caps(generation.caps()));
    told.put("spent", ledger.ofStudy(study.id()));
    told.put("spent_today", ledger.today(study.id()));
    told.put("finished", finished.conversations());
    told.put("mean_cost", finished.mean());
    told.put("generated", written.all());
    told.put("fallbacks", written.fallbacks());
    boolean capped = speaker.isSpent(study.id(), generation);
    told.put("capped", capped);
    told.put("closed", capped && isStopping(generation));
    return told;
  }

  private Map<String, Object> told(LanguageModel model) {
    var reach = Reach.of(endpoints, model.provider());
    var told = named(model);
    told.put("priced", !model.prices().equals(LanguageModel.Prices.NONE));
    told.put("endpoint", reach.map(Reach::url).orElse(null));
    told.put("key", reach.filter(Reach::hasKey).isPresent());
    return told;
  }

  private static boolean isStopping(Generation generation) {
    return generation.atCap() == Generation.AtCap.STOP;
  }

  private static Map<String, Object> named(LanguageModel model) {
    var told = new LinkedHashMap<String, Object>();
    told.put("provider", model.provider().id());
    told.put("model", model.name());
    return told;
  }

  private static Map<String, Double> caps(Generation.Caps caps) {
    var told = new LinkedHashMap<String, Double>();
    put(told, "conversation", caps.conversation());
    put(told, "study", caps.study());
    put(told, "day", caps.day());
    return told;
  }

  private static void put(Map<String, Double> told, String name, OptionalDouble cap) {
    cap.ifPresent(it -> told.put(name, it));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  /**
   * Asks each of these models one question, all at once: {@code {models: [{provider, model,
   * deadline_seconds, seconds, input_tokens, output_tokens, cost, problem}]}}. {@code problem} is
   * {@code null} where an answer came within the shortest deadline of the studies that want it.
   */
  Map<String, Object> asked() {
    var deadlines = new LinkedHashMap<LanguageModel, Duration>();
    studies.all().stream()
        .flatMap(study -> study.generation().stream())
        .forEach(wanted ->
            wanted
                .models()
                .forEach(model ->
                    deadlines.merge(
                        model,
                        wanted.deadline(),
                        (one, other) -> one.compareTo(other) < 0 ? one : other)));
    var questions = new ArrayList<Callable<Map<String, Object>>>();
    deadlines.forEach((model, deadline) -> questions.add(() -> asked(model, deadline)));
    return Map.of("models", answers(questions));
  }

  private static <T> List<T> answers(List<Callable<T>> questions) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<T>();
      for (var answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a model could not be asked", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("it was broken off", e);
    }
  }

  private Map<String, Object> asked(LanguageModel model, Duration deadline)
      throws InterruptedException {
    var trial = Trial.of(endpoints, model, deadline);
    var told = named(model);
    told.put("deadline_seconds", seconds(deadline));
    told.put("seconds", seconds(trial.took()));
    told.put("input_tokens", trial.inputTokens());
    told.put("output_tokens", trial.outputTokens());
    told.put("cost", trial.cost());
    told.put("problem", trial.problems().isEmpty() ? null : String.join(" ", trial.problems()));
    return told;
  }

  /** Has the model that load tests get fail and hang; {@code {seconds}} for which it does. */
  Map<String, Object> broken() {
    madeUp.beTroubled();
    return Map.of("seconds", MadeUpSpeaker.TROUBLE.toSeconds());
  }
}
