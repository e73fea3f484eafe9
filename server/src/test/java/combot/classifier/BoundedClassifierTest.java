package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.metrics.Exposition;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedClassifierTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final Counting model =
      new Counting(text -> {
        order.add(text);
        begun.release();
        go.acquireUninterruptibly();
        return text;
      });

  @AfterEach
  void end() {
    go.release(10_000);
    callers.close();
  }

  @Test
  void tellsHowManyWaitAndHowLongAnswersTook() {
    var registry = new PrometheusRegistry();
    try (var bounded = Classifiers.bounded(model, new Capacity(1, 1000, LONG))) {
      bounded.bindTo(registry);
      callers.submit(() -> bounded.scores("one"));
      begun.acquireUninterruptibly();
      callers.submit(() -> bounded.scores("two"));
      while (!Exposition.of(registry).contains("\ncombot_classification_queue 1.0\n")) {
        Thread.onSpinWait();
      }
      assertThat(Exposition.of(registry))
          .contains("\ncombot_classification_duration_seconds_count 0\n");
      go.release(2);
      while (!Exposition.of(registry)
          .contains("\ncombot_classification_duration_seconds_count 2\n")) {
        Thread.onSpinWait();
      }
      assertThat(Exposition.of(registry)).contains("\ncombot_classification_queue 0.0\n");
    }
  }

  @Test
  void classifiesNoMoreAtOnceThanItMay() throws Exception {
    var running = new AtomicInteger();
    var seen = Collections.synchronizedList(new ArrayList<Integer>());
    var counting =
        new Counting(text -> {
          seen.add(running.incrementAndGet());
          Thread.yield();
          running.decrementAndGet();
          return text;
        });
    try (var bounded = Classifiers.bounded(counting, new Capacity(2, 1000, LONG))) {
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String text = "text " + i;
        asked.add(callers.submit(() -> bounded.scores(text)));
      }
      for (var one : asked) {
        one.get();
      }
    }
    assertThat(counting.calls).hasValue(500);
    assertThat(seen).hasSize(500).allMatch(n -> n <= 2);
  }

  @Test
  void answersInTheOrderOfAsking() throws Exception {
    var bounded = Classifiers.bounded(model, new Capacity(1, 10, LONG));
    var asked = new ArrayList<Future<?>>();
    asked.add(callers.submit(() -> bounded.scores("0")));
    begun.acquire();
    for (int i = 1; i <= 3; i++) {
      String text = "" + i;
      asked.add(callers.submit(() -> bounded.scores(text)));
      awaitWaiting(bounded, i);
    }
    go.release(10);
    for (var one : asked) {
      one.get();
    }
    assertThat(order).containsExactly("0", "1", "2", "3");
  }

  @Test
  void refusesWhenTheQueueIsFull() throws Exception {
    var bounded = Classifiers.bounded(model, new Capacity(1, 1, LONG));
    callers.submit(() -> bounded.scores("runs"));
    begun.acquire();
    callers.submit(() -> bounded.scores("waits"));
    awaitWaiting(bounded, 1);
    assertThatThrownBy(() -> bounded.scores("too many"))
        .isInstanceOf(ClassifierBusyException.class)
        .hasMessageContaining("1 texts wait");
  }

  @Test
  void refusesAfterItsPatienceAndThenNeverClassifiesThatText() throws Exception {
    var bounded = Classifiers.bounded(model, new Capacity(1, 5, Duration.ofSeconds(1)));
    var running = callers.submit(() -> bounded.scores("runs"));
    begun.acquire();
    assertThatThrownBy(() -> bounded.scores("impatient"))
        .isInstanceOf(ClassifierBusyException.class)
        .hasMessageContaining("PT1S");
    assertThatThrownBy(running::get).hasCauseInstanceOf(ClassifierBusyException.class);
    go.release(10);
    bounded.scores("later");
    assertThat(order).containsExactly("runs", "later");
  }

  @Test
  void passesOnWhatTheModelThrows() {
    var failing =
        new Counting(text -> {
          throw new ClassifierException("broken");
        });
    try (var bounded = Classifiers.bounded(failing, Capacity.DEFAULT)) {
      assertThatThrownBy(() -> bounded.scores("x"))
          .isInstanceOf(ClassifierException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void closingRefusesThoseThatWait() throws Exception {
    var bounded = Classifiers.bounded(model, new Capacity(1, 5, LONG));
    callers.submit(() -> bounded.scores("runs"));
    begun.acquire();
    var waiting = callers.submit(() -> bounded.scores("waits"));
    awaitWaiting(bounded, 1);
    bounded.close();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> bounded.scores("late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(model.closed).isTrue();
  }

  private static void awaitWaiting(Classifier bounded, int texts) {
    while (((BoundedClassifier) bounded).waiting() < texts) {
      Thread.onSpinWait();
    }
  }
}
