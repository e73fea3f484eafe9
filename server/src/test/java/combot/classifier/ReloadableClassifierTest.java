package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import combot.memory.ModelState;
import combot.store.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReloadableClassifierTest {
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Counting> loaded = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger loadingNow = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile UnaryOperator<String> before = UnaryOperator.identity();
  private volatile Runnable whileLoading = () -> {};
  private final ReloadableClassifier classifier = Classifiers.reloadable(this::load);

  @AfterEach
  void end() {
    classifier.close();
    callers.close();
  }

  private Classifier load() {
    mostAtOnce.accumulateAndGet(loadingNow.incrementAndGet(), Math::max);
    try {
      whileLoading.run();
      var model = new Counting(before);
      loaded.add(model);
      return model;
    } finally {
      loadingNow.decrementAndGet();
    }
  }

  private static void await(Semaphore semaphore) {
    semaphore.acquireUninterruptibly();
  }

  private void awaitState(ModelState state) {
    while (classifier.state() != state) {
      Thread.onSpinWait();
    }
  }

  @Test
  void isLoadedAtFirstAndComesBackForAClassification() {
    assertThat(classifier.state()).isEqualTo(ModelState.LOADED);
    var scores = classifier.scores("text");
    assertThat(classifier.unload()).isTrue();
    assertThat(classifier.state()).isEqualTo(ModelState.UNLOADED);
    assertThat(loaded.getFirst().closed).isTrue();
    assertThat(classifier.unload()).as("a second time").isFalse();
    assertThat(classifier.labels()).containsExactly("A", "B");
    assertThat(classifier.scores("text")).isEqualTo(scores);
    assertThat(loaded).hasSize(2);
    assertThat(classifier.state()).isEqualTo(ModelState.LOADED);
  }

  @Test
  void whoComesWhileItLoadsWaitsForThatLoad() throws Exception {
    var begun = new Semaphore(0);
    var go = new Semaphore(0);
    classifier.unload();
    whileLoading =
        () -> {
          begun.release();
          await(go);
        };
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(callers.submit(() -> classifier.scores("text")));
      classifier.wake();
    }
    await(begun);
    assertThat(classifier.state()).isEqualTo(ModelState.LOADING);
    assertThat(asked).noneMatch(Future::isDone);
    go.release();
    for (var one : asked) {
      one.get();
    }
    assertThat(loaded).hasSize(2);
    assertThat(loaded.getLast().calls).hasValue(20);
  }

  @Test
  void wakingLoadsItWithoutWaiting() {
    var go = new Semaphore(0);
    classifier.wake();
    classifier.unload();
    whileLoading = () -> await(go);
    classifier.wake();
    assertThat(classifier.state()).isEqualTo(ModelState.LOADING);
    go.release();
    awaitState(ModelState.LOADED);
    assertThat(loaded).hasSize(2);
  }

  @Test
  void aClassificationThatRunsEndsBeforeItIsUnloaded() throws Exception {
    var begun = new Semaphore(0);
    var go = new Semaphore(0);
    classifier.unload();
    var wasClosed = new AtomicBoolean();
    before =
        text -> {
          begun.release();
          await(go);
          wasClosed.set(loaded.getLast().closed);
          return text;
        };
    var running = callers.submit(() -> classifier.scores("text"));
    await(begun);
    var unloading = callers.submit(classifier::unload);
    assertThat(unloading.isDone()).isFalse();
    go.release();
    assertThat(running.get()).isNotEmpty();
    assertThat(unloading.get()).isTrue();
    assertThat(wasClosed).isFalse();
    assertThat(loaded.getLast().closed).isTrue();
  }

  @Test
  void isNeverLoadedTwiceAtOnceNorUsedAfterItsEnd() throws Exception {
    before =
        text -> {
          if (loaded.getLast().closed) {
            throw new IllegalStateException("used after it was freed");
          }
          return text;
        };
    classifier.unload();
    var end = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      all.add(
          callers.submit(() -> {
            while (end.getCount() > 0) {
              classifier.scores("text");
              classifier.wake();
            }
          }));
    }
    for (int i = 0; i < 5; i++) {
      Together.await("the model to be back", () -> classifier.state() == ModelState.LOADED);
      classifier.unload();
    }
    end.countDown();
    for (var one : all) {
      one.get();
    }
    assertThat(mostAtOnce).hasValue(1);
    classifier.unload();
    assertThat(loaded).hasSizeGreaterThan(4).allMatch(model -> model.closed);
  }

  @Test
  void aLoadThatFailsIsToldAndTriedAgain() {
    classifier.unload();
    whileLoading =
        () -> {
          throw new ClassifierException("model.onnx: no such file");
        };
    assertThatThrownBy(() -> classifier.scores("text")).hasMessage("model.onnx: no such file");
    assertThat(classifier.state()).isEqualTo(ModelState.UNLOADED);
    whileLoading = () -> {};
    assertThat(classifier.scores("text")).hasSize(2);
  }

  @Test
  void anotherModelThanAtTheStartIsRefused() {
    var other =
        new Counting() {
          @Override
          public String modelId() {
            return "another";
          }
        };
    var first = new AtomicBoolean(true);
    try (var changed =
        Classifiers.reloadable(() -> first.getAndSet(false) ? new Counting() : other)) {
      changed.unload();
      assertThatThrownBy(() -> changed.scores("text"))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("another, was counting. Restart");
      assertThat(other.closed).isTrue();
    }
  }

  @Test
  void isNotLoadedAgainOnceClosed() {
    classifier.close();
    classifier.close();
    classifier.wake();
    assertThatThrownBy(() -> classifier.scores("text"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("classifier counting is closed");
    assertThat(loaded).singleElement().matches(model -> model.closed);
  }
}
