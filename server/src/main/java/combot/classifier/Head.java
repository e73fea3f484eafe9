package combot.classifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A linear softmax classifier on sentence vectors: {@code softmax((W v + b) / temperature)}. The
 * temperature leaves the order of the scores alone and makes them honest (Guo et al., "On
 * Calibration of Modern Neural Networks", 2017).
 *
 * @param labels one for each row of {@code weights}
 * @param weights by label, then by dimension of the vector
 * @param temperature above 1 softens
 * @param model SHA-256 of the ONNX file whose vectors it was trained on
 */
record Head(
    List<String> labels, float[][] weights, float[] bias, double temperature, String model) {
  Head {
    labels = List.copyOf(labels);
    if (labels.size() < 2) {
      throw new IllegalArgumentException("labels must be two or more, were " + labels);
    }
    if (weights.length != labels.size() || bias.length != labels.size()) {
      throw new IllegalArgumentException(
          "%d labels need as many rows of weights and biases, had %d and %d"
              .formatted(labels.size(), weights.length, bias.length));
    }
    for (float[] row : weights) {
      if (row.length == 0 || row.length != weights[0].length) {
        throw new IllegalArgumentException(
            "weights must be rows of one length, had " + weights[0].length + " and " + row.length);
      }
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be > 0, was " + temperature);
    }
  }

  int dimensions() {
    return weights[0].length;
  }

  /** Before the softmax, temperature applied. */
  double[] logits(float[] vector) {
    var logits = new double[weights.length];
    for (int label = 0; label < logits.length; label++) {
      double sum = bias[label];
      float[] row = weights[label];
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * vector[i];
      }
      logits[label] = sum / temperature;
    }
    return logits;
  }

  /** Probabilities by label, in label order, unmodifiable. */
  SequencedMap<String, Double> scores(float[] vector) {
    return softmax(labels, logits(vector));
  }

  static SequencedMap<String, Double> softmax(List<String> labels, double[] logits) {
    double[] p = softmax(logits);
    var scores = LinkedHashMap.<String, Double>newLinkedHashMap(labels.size());
    for (int i = 0; i < p.length; i++) {
      scores.put(labels.get(i), p[i]);
    }
    return Collections.unmodifiableSequencedMap(scores);
  }

  static double[] softmax(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    var p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] = Math.exp(logits[i] - max);
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}
