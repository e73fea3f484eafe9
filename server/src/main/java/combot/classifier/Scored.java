package combot.classifier;

import java.util.Map;
import java.util.SequencedMap;

/** An example and what a classifier made of it. */
record Scored(Example example, SequencedMap<String, Double> scores) {

  /** The label with the highest score; of equals the first. */
  String top() {
    return top(scores);
  }

  double confidence() {
    return scores.get(top());
  }

  static String top(SequencedMap<String, Double> scores) {
    Map.Entry<String, Double> best = scores.firstEntry();
    for (var entry : scores.entrySet()) {
      if (entry.getValue() > best.getValue()) {
        best = entry;
      }
    }
    return best.getKey();
  }
}
