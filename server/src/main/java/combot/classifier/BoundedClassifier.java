package combot.classifier;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Classifies on a few platform threads of its own, first come, first served. A native call holds
 * its thread: on the carriers of virtual threads as many texts as there are cores would stop every
 * other request of the process meanwhile.
 */
final class BoundedClassifier implements Classifier {
  private final Classifier classifier;
  private final Capacity capacity;
  private final ThreadPoolExecutor threads;
  private final Histogram durations =
      Histogram.builder()
          .name("combot_classification_duration_seconds")
          .help(
              "From asking for a text's scores until the model gave them, the wait for a free thread included.")
          .classicOnly()
          .classicUpperBounds(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .withoutExemplars()
          .build();

  BoundedClassifier(Classifier classifier, Capacity capacity) {
    this.classifier = classifier;
    this.capacity = capacity;
    this.threads =
        new ThreadPoolExecutor(
            capacity.concurrent(),
            capacity.concurrent(),
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity.queued()),
            Thread.ofPlatform().daemon().name("classifier-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    long began = System.nanoTime();
    String given = Objects.requireNonNull(text, "text");
    var task = new FutureTask<>(() -> classifier.scores(given));
    try {
      threads.execute(task);
      var scores = task.get(capacity.patience().toNanos(), TimeUnit.NANOSECONDS);
      durations.observe((System.nanoTime() - began) / 1e9);
      return scores;
    } catch (RejectedExecutionException e) {
      if (threads.isShutdown()) {
        throw closed();
      }
      throw new ClassifierBusyException(
          capacity.queued() + " texts wait to be classified, which is the limit");
    } catch (TimeoutException e) {
      task.cancel(false);
      threads.remove(task);
      throw new ClassifierBusyException("no classification within " + capacity.patience());
    } catch (InterruptedException e) {
      task.cancel(false);
      threads.remove(task);
      Thread.currentThread().interrupt();
      throw new ClassifierException("interrupted while waiting for a classification", e);
    } catch (CancellationException e) {
      throw closed();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new ClassifierException("classification failed", e.getCause());
      }
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("classifier " + modelId() + " is closed");
  }

  @Override
  public void bindTo(PrometheusRegistry registry) {
    registry.register(durations);
    GaugeWithCallback.builder()
        .name("combot_classification_queue")
        .help("Texts that wait for a free thread to be classified.")
        .callback(gauge -> gauge.call(waiting()))
        .register(registry);
    classifier.bindTo(registry);
  }

  /** Texts in the queue. */
  int waiting() {
    return threads.getQueue().size();
  }

  @Override
  public List<String> labels() {
    return classifier.labels();
  }

  @Override
  public String modelId() {
    return classifier.modelId();
  }

  /** Those that wait are refused, those that run end first. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      ((FutureTask<?>) waiting).cancel(false);
    }
    classifier.close();
  }
}
