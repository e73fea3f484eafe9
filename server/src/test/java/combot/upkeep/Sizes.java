package combot.upkeep;

import combot.classifier.Classifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A classifier that needs no memory: texts of even length are A, the others B. */
record Sizes() implements Classifier {

  @Override
  public SequencedMap<String, Double> scores(String text) {
    var scores = new LinkedHashMap<String, Double>();
    scores.put("A", text.length() % 2 == 0 ? 1.0 : 0.0);
    scores.put("B", 1 - scores.get("A"));
    return scores;
  }

  @Override
  public List<String> labels() {
    return List.of("A", "B");
  }

  @Override
  public String modelId() {
    return "sizes";
  }

  @Override
  public void close() {}
}
