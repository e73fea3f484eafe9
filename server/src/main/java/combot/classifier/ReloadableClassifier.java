package combot.classifier;

import combot.memory.JavaHeap;
import combot.memory.ModelState;
import combot.memory.NativeHeap;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A model that may leave memory while nobody needs it, and comes back by itself.
 *
 * <p>Safe for many threads. It is loaded once at a time: who wants scores meanwhile waits for that
 * load. It is unloaded when the classifications that run have ended.
 */
public final class ReloadableClassifier implements Classifier {
  private static final Logger LOG = Logger.getLogger(ReloadableClassifier.class.getName());

  private final Supplier<Classifier> loader;
  private final List<String> labels;
  private final String modelId;

  /** Read: the model is used. Write: it comes or goes; fair, or many readers never let it. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  private final AtomicBoolean waking = new AtomicBoolean();
  private volatile Classifier model; // null: unloaded
  private volatile boolean loading;
  private volatile boolean closed;

  /** Loads the model for the first time. */
  ReloadableClassifier(Supplier<Classifier> loader) {
    this.loader = loader;
    this.model = loader.get();
    this.labels = model.labels();
    this.modelId = model.modelId();
  }

  /**
   * As {@link Classifier#scores}; loads the model where it is unloaded.
   *
   * @throws ClassifierException also if it can't be loaded again, or is another one by now; the
   *     next call tries anew
   */
  @Override
  public SequencedMap<String, Double> scores(String text) {
    while (true) {
      lock.readLock().lock();
      try {
        refuseIfClosed();
        if (model != null) {
          return model.scores(text);
        }
      } finally {
        lock.readLock().unlock();
      }
      load();
    }
  }

  private void load() {
    lock.writeLock().lock();
    try {
      refuseIfClosed();
      if (model == null) {
        loading = true;
        model = loadSame();
      }
    } finally {
      loading = false;
      lock.writeLock().unlock();
    }
  }

  private Classifier loadSame() {
    var loaded = loader.get();
    if (loaded.modelId().equals(modelId)) {
      return loaded;
    }
    loaded.close();
    throw new ClassifierException(
        "the model is another one than at the start: %s, was %s. Restart to use it, or put the old one back"
            .formatted(loaded.modelId(), modelId));
  }

  /**
   * Begins to load the model, where it is unloaded, and does not wait for it; to be called when
   * somebody comes who will need it. A failure is logged, and told to who then wants scores.
   */
  public void wake() {
    if (model != null || closed || !waking.compareAndSet(false, true)) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("model-loader")
        .start(() -> {
          try {
            load();
          } catch (RuntimeException e) {
            if (!closed) {
              LOG.log(Level.WARNING, "the model could not be loaded again", e);
            }
          } finally {
            waking.set(false);
          }
        });
  }

  /**
   * Frees the model's memory, after the classifications that run have ended, and gives it back to
   * the system, with what the Java heap does not need. Takes about a quarter of a second.
   *
   * @return whether it was loaded
   */
  public boolean unload() {
    if (!free()) {
      return false;
    }
    JavaHeap.shrink();
    NativeHeap.trim();
    return true;
  }

  private boolean free() {
    lock.writeLock().lock();
    try {
      if (model == null) {
        return false;
      }
      try (var _ = model) {
        return true;
      } finally {
        model = null;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void bindTo(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("combot_model_loaded")
        .help("1 while the classifier's model is in memory, else 0.")
        .callback(gauge -> gauge.call(state() == ModelState.LOADED ? 1 : 0))
        .register(registry);
  }

  /** Now; another thread may change it at any moment. */
  public ModelState state() {
    return model != null
        ? ModelState.LOADED
        : loading || waking.get() ? ModelState.LOADING : ModelState.UNLOADED;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new IllegalStateException("classifier " + modelId + " is closed");
    }
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      free();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
