package combot.classifier;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
   * @param hits answered from memory, or by a classification that already ran
   * @param misses classified
   * @param texts held now, about
   */
  public record Counts(long hits, long misses, long texts) {}

  /** What is done around a wait for the model, a caller's own or another's for the same text. */
  public interface Aside {
    <T> T waiting(Supplier<T> wait);
  }

  private record Key(long a, long b, long c, long d) {}

  /** Scores to come, or why they don't. */
  private static final class Pending extends CompletableFuture<SequencedMap<String, Double>> {
    private volatile ClassifierBusyException busy;

    /**
     * Cancels instead of failing, for Caffeine logs failures, and this one is told to the caller.
     */
    void giveUp(Throwable cause) {
      busy = cause instanceof ClassifierBusyException b ? b : null;
      cancel(false);
    }
  }

  private final Classifier classifier;
  private final Aside aside;
  private final AsyncCache<Key, SequencedMap<String, Double>> cache;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final byte[] salt;
  private volatile boolean closed;

  CachedClassifier(Classifier classifier, Aside aside, CacheLimits limits, Ticker ticker) {
    this.classifier = classifier;
    this.aside = aside;
    this.salt = ('\n' + classifier.modelId()).getBytes(StandardCharsets.UTF_8);
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(limits.texts())
            .expireAfterWrite(limits.ttl())
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    if (closed) {
      throw new IllegalStateException("classifier " + modelId() + " is closed");
    }
    Key key = key(text);
    while (true) {
      var known = cache.getIfPresent(key);
      if (known == null) {
        var mine = new Pending();
        known = cache.asMap().putIfAbsent(key, mine);
        if (known == null) {
          misses.increment();
          return classify(text, mine);
        }
      }
      try {
        var scores = known.isDone() ? known.join() : aside.waiting(known::join);
        hits.increment();
        return scores;
      } catch (CancellationException e) {
        cache.asMap().remove(key, known);
        if (known instanceof Pending pending && pending.busy != null) {
          throw new ClassifierBusyException(pending.busy.getMessage());
        }
      }
    }
  }

  private SequencedMap<String, Double> classify(String text, Pending mine) {
    try {
      var scores = aside.waiting(() -> classifier.scores(text));
      mine.complete(scores);
      return scores;
    } catch (RuntimeException | Error e) {
      mine.giveUp(e);
      throw e;
    }
  }

  private Key key(String text) {
    var digest = Hashes.sha256();
    digest.update(Normalised.text(text).getBytes(StandardCharsets.UTF_8));
    var hash = ByteBuffer.wrap(digest.digest(salt));
    return new Key(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  /** Never fails; the three numbers are read one after the other. */
  public Counts counts() {
    return new Counts(hits.sum(), misses.sum(), cache.synchronous().estimatedSize());
  }

  @Override
  public void bindTo(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("combot_cache_requests_total")
        .help(
            "Texts whose scores were asked for: known already (hit), or left to the model (miss).")
        .labelNames("result")
        .callback(counter -> {
          counter.call(hits.sum(), "hit");
          counter.call(misses.sum(), "miss");
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("combot_cache_entries")
        .help("Texts whose scores are remembered, about.")
        .callback(gauge -> gauge.call(counts().texts()))
        .register(registry);
    classifier.bindTo(registry);
  }

  /** Forgets all scores, to give memory back; counts go on. */
  public void clear() {
    cache.synchronous().invalidateAll();
  }

  @Override
  public List<String> labels() {
    return classifier.labels();
  }

  @Override
  public String modelId() {
    return classifier.modelId();
  }

  @Override
  public void close() {
    closed = true;
    classifier.close();
    clear();
  }
}
