package combot.classifier;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.SequencedMap;

/**
 * Text to a probability for each label. {@link Classifiers} makes them.
 *
 * <p>Safe for use by many threads, virtual ones included; a call costs CPU time on the caller's
 * core (milliseconds) unless it is wrapped by {@link Classifiers#bounded} or answered by {@link
 * Classifiers#cached}. The same text gives the same scores.
 */
public interface Classifier extends AutoCloseable {

  /**
   * Probabilities by label, in the order of {@link #labels()}; each between 0 and 1, together 1 (to
   * rounding). Unmodifiable.
   *
   * @param text any text: of any length (what counts is the beginning, about the first 190 words),
   *     empty, of emoji alone, in any script, with broken surrogates. Upper and lower case, curly
   *     or straight quotes and the amount of white space make no difference. Not null.
   * @throws IllegalStateException if this classifier is closed
   * @throws ClassifierBusyException if it is bounded and no thread was free in time
   * @throws ClassifierException if the model failed
   */
  SequencedMap<String, Double> scores(String text);

  /** The labels of the model, in its own order; at least two, unmodifiable. */
  List<String> labels();

  /**
   * Names the model by its content: two classifiers of one id give equal scores, and a change of
   * weights, labels or temperature changes the id. For logs, exports and cache keys.
   */
  String modelId();

  /** Tells how it fares, and those that it stands before. */
  default void bindTo(PrometheusRegistry registry) {}

  /**
   * Frees the model's memory, outside the heap too, after the classifications that run have ended.
   * A second call does nothing.
   */
  @Override
  void close();
}
