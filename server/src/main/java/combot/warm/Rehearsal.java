package combot.warm;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import combot.chat.Chat;
import combot.chat.Studies;
import combot.chat.TurnLimit;
import combot.chat.Voice;
import combot.classifier.CachedClassifier;
import combot.classifier.Classifier;
import combot.classifier.Classifiers;
import combot.reply.Endpoints;
import combot.reply.LlmSpeaker;
import combot.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;

/** The served studies with a record and a score cache of their own, both thrown away at the end. */
final class Rehearsal implements AutoCloseable {

  /** The worker's model, which goes on when the rehearsal is over. */
  private record Lent(Classifier model) implements Classifier {
    @Override
    public SequencedMap<String, Double> scores(String text) {
      return model.scores(text);
    }

    @Override
    public List<String> labels() {
      return model.labels();
    }

    @Override
    public String modelId() {
      return model.modelId();
    }

    @Override
    public void close() {
      // it is the worker's
    }
  }

  private static final int UNLIMITED = 0;

  /** What monitors ask. */
  private static final String UNCOUNTED = "/health/live";

  private static final String NAME = "combot-rehearsal-";

  private final Path folder;
  private final Store store;
  private final Cache cache;
  private final CachedClassifier scores;
  private final LlmSpeaker speaker;
  private final Chat chat;

  /**
   * @param record where the studies' files are kept; it is only read
   * @param worker where this worker listens
   * @throws IOException if there is no room for temporary files
   */
  Rehearsal(
      Studies studies,
      Store record,
      Classifier model,
      CachedClassifier.Aside aside,
      Endpoints endpoints,
      InstantSource clock,
      URI worker)
      throws IOException {
    sweep();
    folder = Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
    try {
      store = Store.open(folder);
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
    cache = Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker());
    scores = Classifiers.serving(new Lent(model), aside, cache);
    speaker = LlmSpeaker.rehearsing(endpoints, clock, worker.resolve(UNCOUNTED));
    chat =
        new Chat(
            new Studies(studies.all(), store),
            store,
            scores,
            new TurnLimit(cache, UNLIMITED, clock),
            () -> true,
            new Voice(
                (wish, occasion) -> speaker.speak(wish, occasion.uncapped()), aside, _ -> true),
            clock);
    try {
      keepStudies(studies, record, clock);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void keepStudies(Studies studies, Store record, InstantSource clock) {
    for (var study : studies.all()) {
      var content = record.records().studyContent(study.version()).orElseThrow();
      store.journal().keep(study, content, clock.instant());
    }
  }

  /** Takes away what processes left that were killed over it. */
  private static void sweep() throws IOException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var left = Files.newDirectoryStream(temporary, NAME + "*-*")) {
      for (var folder : left) {
        long pid = Long.parseLong(folder.getFileName().toString().split("-")[2]);
        if (ProcessHandle.of(pid).isEmpty()) {
          delete(folder);
        }
      }
    } catch (NumberFormatException | UncheckedIOException _) {
      // somebody else's, or being taken away by another
    }
  }

  Chat chat() {
    return chat;
  }

  /** Forgets all of it. */
  @Override
  public void close() {
    speaker.close();
    scores.close();
    cache.close();
    store.close();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the temporary folder " + folder, e);
    }
  }
}
