package combot.classifier;

import combot.cache.Cache;
import combot.cache.CacheException;
import combot.cache.CacheLimits;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Remembers scores by a hash of the normalised text and the model's id: participants of one study
 * say the same things, and load tests nothing else. The words themselves are not kept.
 *
 * <p>Threads that ask for one text at the same time wait for the first of them. Should that one
 * find the model busy, all of them do: they waited as long. Should it fail otherwise, the next
 * tries itself. Failures are not remembered. Safe for many threads.
 */
public final class CachedClassifier implements Classifier {

  /**
   * Since the start.
   *
   * @param hits answered from the cache, or by a classification that already ran
   * @param misses classified
   * @param texts held in this process now, about
   */
  public record Counts(long hits, long misses, long texts) {}

  /** What is done around a wait for the model, a caller's own or another's for the same text. */
  public interface Aside {
    <T> T waiting(Supplier<T> wait);
  }

  /** Scores to come, or why they don't. */
  private static final class Pending extends CompletableFuture<SequencedMap<String, Double>> {
    private volatile ClassifierBusyException busy;

    /** Cancels instead of failing: the failure is told to the caller. */
    void giveUp(Throwable cause) {
      busy = cause instanceof ClassifierBusyException b ? b : null;
      cancel(false);
    }
  }

  private final Classifier classifier;
  private final Aside aside;
  private final Cache cache;
  private final ScoreCodec codec;
  private final ConcurrentMap<String, Pending> running = new ConcurrentHashMap<>();
  private final LongAdder joined = new LongAdder();
  private final byte[] salt;
  private volatile boolean closed;

  CachedClassifier(Classifier classifier, Aside aside, Cache cache) {
    this.classifier = classifier;
    this.aside = aside;
    this.cache = cache;
    this.codec = new ScoreCodec(classifier.labels());
    this.salt = ('\n' + classifier.modelId()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    if (closed) {
      throw new IllegalStateException("classifier " + modelId() + " is closed");
    }
    var key = key(text);
    while (true) {
      var held = held(key);
      if (held.isPresent()) {
        return held.get();
      }
      var mine = new Pending();
      var others = running.putIfAbsent(key, mine);
      if (others == null) {
        return find(text, key, mine);
      }
      try {
        var scores = aside.waiting(others::join);
        joined.increment();
        return scores;
      } catch (CancellationException e) {
        if (others.busy != null) {
          throw new ClassifierBusyException(others.busy.getMessage());
        }
      }
    }
  }

  private Optional<SequencedMap<String, Double>> held(String key) {
    return cache.held(key).flatMap(codec::decode);
  }

  /** The scores of a text that this process remembers; never classifies, never waits. */
  public Optional<SequencedMap<String, Double>> remembered(String text) {
    return held(key(text));
  }

  private SequencedMap<String, Double> find(String text, String key, Pending mine) {
    try {
      var scores = aside.waiting(() -> found(key).orElseGet(() -> classify(text, key)));
      running.remove(key);
      mine.complete(scores);
      return scores;
    } catch (RuntimeException | Error e) {
      running.remove(key); // before it is told, or who waits would find it again
      mine.giveUp(e);
      throw e;
    }
  }

  private Optional<SequencedMap<String, Double>> found(String key) {
    return cache.get(key).flatMap(codec::decode);
  }

  private SequencedMap<String, Double> classify(String text, String key) {
    var scores = classifier.scores(text);
    cache.put(key, codec.encode(scores));
    return scores;
  }

  private String key(String text) {
    var digest = Hashes.sha256();
    digest.update(Normalised.text(text).getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(salt));
  }

  /** How long the scores of a text are still remembered; empty where they are not. */
  public Optional<Duration> left(String text) {
    return cache.left(key(text));
  }

  /** What the cache was asked to keep. */
  public CacheLimits limits() {
    return cache.limits();
  }

  /** Most texts that this process remembers, as is enforced; 0 where nothing bounds them. */
  public long capacity() {
    return cache.capacity();
  }

  /** Never fails; the three numbers are read one after the other. */
  public Counts counts() {
    var figures = cache.figures();
    return new Counts(figures.hits() + joined.sum(), figures.misses(), figures.entries());
  }

  @Override
  public void bindTo(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("combot_cache_requests_total")
        .help(
            "Texts whose scores were asked for: known already (hit), or left to the model (miss).")
        .labelNames("result")
        .callback(counter -> {
          counter.call(counts().hits(), "hit");
          counter.call(counts().misses(), "miss");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("combot_cache_entries")
        .help("Texts whose scores are remembered, about.")
        .callback(gauge -> gauge.call(counts().texts()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("combot_cache_oldest_seconds")
        .help("Age of the scores that are remembered longest.")
        .callback(gauge -> gauge.call(cache.figures().oldest().toMillis() / 1e3))
        .register(registry);
    GaugeWithCallback.builder()
        .name("combot_cache_degraded")
        .help("1 while requests go on without Redis, which does not answer or is full; else 0.")
        .callback(gauge -> gauge.call(cache.figures().outage().isPresent() ? 1 : 0))
        .register(registry);
    classifier.bindTo(registry);
  }

  /** Forgets the scores that this process holds, to give memory back; counts go on. */
  public void clear() {
    cache.freeMemory();
  }

  @Override
  public List<String> labels() {
    return classifier.labels();
  }

  @Override
  public String modelId() {
    return classifier.modelId();
  }

  /**
   * Forgets all scores, in a Redis too, where other processes then miss them; takes its time.
   *
   * @return what came of it, in words
   */
  public String clearEverywhere() {
    try {
      return "score cache cleared of %d texts".formatted(cache.clear(Cache.Kind.VALUES));
    } catch (CacheException e) {
      return "score cache cleared in this process alone: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    closed = true;
    classifier.close();
    clear();
  }
}
