package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import combot.cache.Cache;
import combot.cache.CacheLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CachedClassifierTest {
  private final AtomicLong now = new AtomicLong();
  private final Counting model = new Counting();

  private CachedClassifier cached(Classifier classifier, int texts) {
    var limits = new CacheLimits(texts, Duration.ofHours(2));
    return Classifiers.cached(classifier, Cache.embedded(limits, now::get));
  }

  @Test
  void classifiesATextOnceWhateverItsWhiteSpaceAndQuotes() {
    var cached = cached(model, 100);
    var first = cached.scores("It didn't fit");
    assertThat(cached.scores("  It   didn\u2019t\n fit ")).isEqualTo(first);
    assertThat(model.calls).hasValue(1);
    assertThat(cached.counts()).isEqualTo(new CachedClassifier.Counts(1, 1, 1));
  }

  @Test
  void classifiersOfOneModelShareACache() {
    var cache = Cache.embedded(CacheLimits.DEFAULT, now::get);
    var first = Classifiers.cached(model, cache).scores("shared");
    assertThat(Classifiers.cached(model, cache).scores("shared")).isEqualTo(first);
    assertThat(model.calls).hasValue(1);
  }

  @Test
  void classifiesWhatTheCacheHasDamaged() {
    var right = model.scores("damaged");
    for (var damaged : List.of(new byte[0], new byte[15], nan(), new byte[17])) {
      var cached = Classifiers.cached(model, new Damaging(damaged));
      assertThat(cached.scores("damaged")).isEqualTo(right);
    }
    assertThat(model.calls).hasValue(5);
  }

  private static byte[] nan() {
    return ByteBuffer.allocate(16).putDouble(Double.NaN).array();
  }

  @Test
  void forgetsAfterTwoHoursAndNotBefore() {
    var cached = cached(model, 100);
    cached.scores("late");
    now.addAndGet(Duration.ofHours(2).toNanos() - 1);
    cached.scores("late");
    assertThat(model.calls).hasValue(1);
    now.addAndGet(1);
    cached.scores("late");
    assertThat(model.calls).hasValue(2);
  }

  @Test
  void holdsNoMoreTextsThanItsLimit() {
    var cached = cached(model, 10);
    for (int i = 0; i < 1000; i++) {
      cached.scores("text " + i);
    }
    assertThat(cached.counts().texts()).isLessThanOrEqualTo(10);
  }

  @Test
  void computesOnceWhenManyAskAtTheSameTime() throws Exception {
    var all = new CountDownLatch(1);
    var slow =
        new Counting(text -> {
          await(all);
          return text;
        });
    var cached = cached(slow, 100);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SequencedMap<String, Double>>> asked = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        asked.add(threads.submit(() -> cached.scores("same")));
      }
      all.countDown();
      for (var one : asked) {
        assertThat(one.get()).isEqualTo(cached.scores("same"));
      }
    }
    assertThat(slow.calls).hasValue(1);
    assertThat(cached.counts().misses()).isEqualTo(1);
  }

  @Test
  void remembersNoFailure() {
    var fail = new AtomicBoolean(true);
    var flaky =
        new Counting(text -> {
          if (fail.getAndSet(false)) {
            throw new ClassifierBusyException("busy");
          }
          return text;
        });
    var cached = cached(flaky, 100);
    assertThatThrownBy(() -> cached.scores("x")).isInstanceOf(ClassifierBusyException.class);
    assertThat(cached.scores("x")).containsKeys("A", "B");
  }

  @Test
  void oneThatWaitedForAFailureTriesItself() throws Exception {
    var failure = new ClassifierException("broken");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = askTwiceWhereTheFirstFails(threads, failure);
      assertThat(asked.getLast().get()).containsKeys("A", "B");
      assertThatThrownBy(asked.getFirst()::get).cause().isSameAs(failure);
    }
  }

  @Test
  void oneThatWaitedWhileTheModelWasBusyDoesNotWaitAgain() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = askTwiceWhereTheFirstFails(threads, new ClassifierBusyException("busy"));
      for (var one : asked) {
        assertThatThrownBy(one::get).hasCauseInstanceOf(ClassifierBusyException.class);
      }
    }
  }

  private List<Future<SequencedMap<String, Double>>> askTwiceWhereTheFirstFails(
      ExecutorService threads, RuntimeException failure) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var first = new AtomicBoolean(true);
    var flaky =
        new Counting(text -> {
          if (first.getAndSet(false)) {
            begun.countDown();
            await(go);
            throw failure;
          }
          return text;
        });
    var cached = cached(flaky, 100);
    var failing = threads.submit(() -> cached.scores("x"));
    begun.await();
    var waits = new AtomicReference<Thread>();
    var waiting =
        threads.submit(() -> {
          waits.set(Thread.currentThread());
          return cached.scores("x");
        });
    while (waits.get() == null || waits.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    go.countDown();
    return List.of(failing, waiting);
  }

  @Test
  void everyWaitForTheModelIsDoneAside() throws Exception {
    var go = new CountDownLatch(1);
    var slow =
        new Counting(text -> {
          await(go);
          return text;
        });
    var waits = new AtomicInteger();
    var cached =
        new CachedClassifier(
            slow,
            new CachedClassifier.Aside() {
              @Override
              public <T> T waiting(Supplier<T> wait) {
                waits.incrementAndGet();
                return wait.get();
              }
            },
            Cache.embedded(CacheLimits.DEFAULT, Ticker.systemTicker()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<SequencedMap<String, Double>>>();
      for (int i = 0; i < 5; i++) {
        asked.add(threads.submit(() -> cached.scores("same")));
      }
      while (waits.get() < 5) {
        Thread.onSpinWait();
      }
      go.countDown();
      for (var one : asked) {
        one.get();
      }
    }
    cached.scores("same");
    assertThat(waits).as("a remembered score is no wait").hasValue(5);
  }

  @Test
  void clearingForgetsAndClosingRefuses() {
    var cached = cached(model, 100);
    cached.scores("x");
    cached.clear();
    cached.scores("x");
    assertThat(model.calls).hasValue(2);
    cached.close();
    assertThat(model.closed).isTrue();
    assertThatThrownBy(() -> cached.scores("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
