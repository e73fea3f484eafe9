package combot.classifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A classifier of two labels that counts, and does what the test wants before it answers. */
class Counting implements Classifier {
  final AtomicInteger calls = new AtomicInteger();
  private final UnaryOperator<String> before;
  volatile boolean closed;

  Counting(UnaryOperator<String> before) {
    this.before = before;
  }

  Counting() {
    this(UnaryOperator.identity());
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    calls.incrementAndGet();
    double a = before.apply(text).length() % 2 == 0 ? 0.25 : 0.75;
    var scores = new LinkedHashMap<String, Double>();
    scores.put("A", a);
    scores.put("B", 1 - a);
    return Collections.unmodifiableSequencedMap(scores);
  }

  @Override
  public List<String> labels() {
    return List.of("A", "B");
  }

  @Override
  public String modelId() {
    return "counting";
  }

  @Override
  public void close() {
    closed = true;
  }
}
