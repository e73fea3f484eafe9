package combot;

import combot.api.Turnstile;
import combot.classifier.Classifier;
import java.util.List;
import java.util.SequencedMap;

/** Waits for another classifier outside the turnstile, so that it keeps nobody else waiting. */
record OutsideClassifier(Classifier classifier, Turnstile turnstile) implements Classifier {

  @Override
  public SequencedMap<String, Double> scores(String text) {
    return turnstile.outside(() -> classifier.scores(text));
  }

  @Override
  public List<String> labels() {
    return classifier.labels();
  }

  @Override
  public String modelId() {
    return classifier.modelId();
  }

  @Override
  public void close() {
    classifier.close();
  }
}
