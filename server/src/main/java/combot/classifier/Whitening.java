package combot.classifier;

/**
 * Cholesky factor of the landmarks' likeness to each other: with it the L2 prior of a linear
 * classifier becomes that of the kernel classifier, whatever the landmarks.
 */
final class Whitening {
  /** Added to the diagonal, for landmarks that are nearly equal. */
  private static final double JITTER = 1e-4;

  private final double[][] factor;

  Whitening(Landmarks landmarks) {
    int n = landmarks.points().length;
    factor = new double[n][];
    for (int i = 0; i < n; i++) {
      float[] likeness = landmarks.likeness(landmarks.points()[i]);
      factor[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double sum = likeness[j] + (i == j ? JITTER : 0);
        double[] a = factor[i];
        double[] b = factor[j];
        for (int k = 0; k < j; k++) {
          sum -= a[k] * b[k];
        }
        factor[i][j] = i == j ? Math.sqrt(Math.max(sum, JITTER * JITTER)) : sum / b[j];
      }
    }
  }

  /** Features of a text from its likeness to the landmarks. */
  float[] features(float[] likeness) {
    var z = new double[likeness.length];
    var features = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      double sum = likeness[i];
      double[] row = factor[i];
      for (int k = 0; k < i; k++) {
        sum -= row[k] * z[k];
      }
      z[i] = sum / row[i];
      features[i] = (float) z[i];
    }
    return features;
  }

  /** Weights on the likeness that give what {@code weights} give on the features. */
  float[] weights(float[] weights) {
    var w = new double[weights.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = weights[i];
    }
    for (int i = w.length - 1; i >= 0; i--) {
      w[i] /= factor[i][i];
      for (int k = 0; k < i; k++) {
        w[k] -= factor[i][k] * w[i];
      }
    }
    var folded = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      folded[i] = (float) w[i];
    }
    return folded;
  }
}
