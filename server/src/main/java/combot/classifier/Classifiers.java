package combot.classifier;

import combot.cache.Cache;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Makes classifiers. */
public final class Classifiers {
  private Classifiers() {}

  /**
   * The shipped model: labels A, B, C, Other. Takes about half a second and 60 MB outside the heap
   * until closed.
   *
   * @throws ClassifierException if it cannot be loaded
   */
  public static Classifier embedded() {
    return EmbeddedClassifier.load();
  }

  /**
   * A text-classification model of Hugging Face, exported to ONNX.
   *
   * @param dir holds {@code model.onnx}, {@code tokenizer.json} and {@code config.json} with {@code
   *     id2label}
   * @param knownClasses classes of the study; each label of the model must be one of them
   * @throws ClassifierException naming the file and what is wrong: missing, unreadable, a label
   *     that the study doesn't know, a multi-label model, an output whose shape doesn't fit the
   *     labels
   */
  public static Classifier huggingFace(Path dir, Collection<String> knownClasses) {
    return HuggingFaceClassifier.load(dir, List.copyOf(knownClasses));
  }

  /**
   * A model that may leave memory and comes back. Loads it now.
   *
   * @param loader makes the same model each time
   * @throws ClassifierException as {@code loader}
   */
  public static ReloadableClassifier reloadable(Supplier<Classifier> loader) {
    return new ReloadableClassifier(loader);
  }

  /**
   * What a server wants: {@code model} behind a bounded queue of the default capacity, and the
   * cache.
   */
  public static CachedClassifier serving(
      Classifier model, CachedClassifier.Aside aside, Cache cache) {
    return new CachedClassifier(bounded(model, Capacity.DEFAULT), aside, cache);
  }

  /**
   * At most so many classifications at once, on threads of its own; further callers wait their
   * turn, first come, first served, and get {@link ClassifierBusyException} when the queue is full
   * or the wait too long. Closing it closes {@code classifier}.
   */
  public static Classifier bounded(Classifier classifier, Capacity capacity) {
    return new BoundedClassifier(classifier, capacity);
  }

  /** Remembers scores. Closing it closes {@code classifier}, and leaves the cache open. */
  public static CachedClassifier cached(Classifier classifier, Cache cache) {
    return new CachedClassifier(classifier, Classifiers::justWait, cache);
  }

  private static <T> T justWait(Supplier<T> wait) {
    return wait.get();
  }
}
