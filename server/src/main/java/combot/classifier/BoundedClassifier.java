package combot.classifier;

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
    String given = Objects.requireNonNull(text, "text");
    var task = new FutureTask<>(() -> classifier.scores(given));
    try {
      threads.execute(task);
      return task.get(capacity.patience().toNanos(), TimeUnit.NANOSECONDS);
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
