package combot.classifier;

/**
 * Temperature scaling (Guo et al., 2017): the one number by which held-out logits are divided for
 * the least log loss.
 */
final class Temperature {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Temperature() {}

  /** Mean log loss, natural logarithm, of the right classes' probabilities. */
  static double loss(double[][] logits, int[] classes, double temperature) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      var divided = new double[logits[i].length];
      for (int k = 0; k < divided.length; k++) {
        divided[k] = logits[i][k] / temperature;
      }
      sum -= Math.log(Math.max(Head.softmax(divided)[classes[i]], 1e-12));
    }
    return sum / logits.length;
  }

  /** Between 0.05 and 20, by golden section on its logarithm; the loss has one minimum there. */
  static double fit(double[][] logits, int[] classes) {
    double low = Math.log(0.05);
    double high = Math.log(20);
    while (high - low > 1e-6) {
      double a = high - GOLDEN * (high - low);
      double b = low + GOLDEN * (high - low);
      if (loss(logits, classes, Math.exp(a)) < loss(logits, classes, Math.exp(b))) {
        high = b;
      } else {
        low = a;
      }
    }
    return Math.exp((low + high) / 2);
  }
}
