package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class EmbeddedClassifierTest {
  private static Classifier classifier;

  @BeforeAll
  static void load() {
    classifier = Classifiers.embedded();
  }

  @AfterAll
  static void free() {
    classifier.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A | The zipper on my new jacket broke after two days and the colour washed out.
          B | My package never came, tracking says it was left at another address.
          C | The cashier rolled her eyes at me and was so rude when I asked for help.
          Other | They charged my card twice for the same order.
          """)
  void tellsTheClassesApart(String label, String text) {
    assertThat(Scored.top(classifier.scores(text))).isEqualTo(label);
  }

  static final List<String> ODD =
      List.of(
          "",
          " \t\n ",
          "😀😡👎🏽",
          "\uD83D",
          "\uDE00 late \uD83D again",
          "\u0000\u0001\u001B[31m",
          "\uFDFA".repeat(2_000),
          "a".repeat(100_000),
          "😀".repeat(10_000),
          "late ".repeat(5_000),
          "配達が遅い",
          "[CLS] [SEP] [MASK]",
          "\u202Eevil\u202C\u200B");

  @ParameterizedTest
  @FieldSource("ODD")
  void givesScoresForAnyText(String text) {
    var scores = classifier.scores(text);
    assertThat(scores.sequencedKeySet()).containsExactlyElementsOf(classifier.labels());
    assertThat(scores.values()).allMatch(p -> p >= 0 && p <= 1);
    assertThat(scores.values().stream().mapToDouble(Double::doubleValue).sum())
        .isEqualTo(1, within(1e-9));
  }

  @Test
  void aLongMessageCostsBoundedTime() {
    String text = "The delivery man left my parcel in the rain and it was ruined. ".repeat(130);
    classifier.scores(text);
    long start = System.nanoTime();
    classifier.scores(text);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add("order number " + i + " was late " + "and wet ".repeat(i));
    }
    List<SequencedMap<String, Double>> serial = texts.stream().map(classifier::scores).toList();
    List<Future<SequencedMap<String, Double>>> parallel = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String text : texts) {
        parallel.add(threads.submit(() -> classifier.scores(text)));
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      assertThat(parallel.get(i).get()).isEqualTo(serial.get(i));
    }
  }

  @Test
  @Timeout(60)
  void closingWaitsForThoseThatRunAndRefusesLaterOnes() throws Exception {
    var closing = Classifiers.embedded();
    String id = closing.modelId();
    var refused = new AtomicInteger();
    var answered = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        all.add(
            threads.submit(() -> {
              while (refused.get() == 0) {
                try {
                  closing.scores("while it is closed");
                  answered.incrementAndGet();
                } catch (IllegalStateException e) {
                  refused.incrementAndGet();
                }
              }
            }));
      }
      while (answered.get() < 10) {
        Thread.onSpinWait();
      }
      closing.close();
      closing.close();
      for (var one : all) {
        one.get();
      }
    }
    assertThat(refused.get()).isPositive();
    assertThatThrownBy(() -> closing.scores("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("classifier " + id + " is closed");
  }

  @Test
  void aHeadOfAnotherModelIsRefused() {
    Head shipped = EmbeddedClassifier.shippedHead();
    var other =
        new Head(
            shipped.labels(),
            shipped.weights(),
            shipped.bias(),
            shipped.temperature(),
            "0".repeat(64));
    assertThatThrownBy(() -> new EmbeddedClassifier(SentenceModel.load(SentenceModel.BGE), other))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("classifier train");
  }
}
