package combot.classifier;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;

/**
 * Logistic regression, one class against the rest, by LIBLINEAR's trust region Newton method (Fan
 * et al., JMLR 9, 2008; Lin, Weng and Keerthi, JMLR 9, 2008). It draws no random number, so that
 * equal data gives equal weights.
 */
final class Regression {
  static {
    Linear.disableDebugOutput();
  }

  private Regression() {}

  /** A vector as LIBLINEAR takes it; to be made once for all trainings. */
  static Feature[] features(float[] vector) {
    var features = new Feature[vector.length + 1];
    for (int i = 0; i < vector.length; i++) {
      features[i] = new FeatureNode(i + 1, vector[i]);
    }
    features[vector.length] = new FeatureNode(vector.length + 1, 1);
    return features;
  }

  /**
   * Weights and biases by class; classes weigh alike, whatever their number of texts.
   *
   * @param classes of each vector, from 0
   * @param strength C: higher trusts the data more and the prior less
   */
  static Fit fit(List<Feature[]> vectors, List<Integer> classes, int labels, double strength) {
    int dimensions = vectors.getFirst().length - 1;
    var problem = new Problem();
    problem.l = vectors.size();
    problem.n = dimensions + 1;
    problem.bias = 1;
    problem.x = vectors.toArray(Feature[][]::new);
    problem.y = classes.stream().mapToDouble(Integer::doubleValue).toArray();

    var counts = new int[labels];
    classes.forEach(c -> counts[c]++);
    var weights = new double[labels];
    var names = new int[labels];
    for (int i = 0; i < labels; i++) {
      names[i] = i;
      weights[i] = vectors.size() / (double) (labels * Math.max(1, counts[i]));
    }
    var parameter = new Parameter(SolverType.L2R_LR, strength, 1e-4, 1000);
    parameter.setRegularizeBias(true);
    parameter.setWeights(weights, names);
    Model model = Linear.train(problem, parameter);

    var rows = new float[labels][dimensions];
    var bias = new float[labels];
    int[] order = model.getLabels();
    for (int at = 0; at < order.length; at++) {
      for (int i = 0; i < dimensions; i++) {
        rows[order[at]][i] = (float) model.getDecfunCoef(i + 1, at);
      }
      bias[order[at]] = (float) model.getDecfunBias(at);
    }
    return new Fit(rows, bias);
  }

  /** Weights and biases by class. */
  record Fit(float[][] weights, float[] bias) {

    double[] logits(Feature[] features) {
      var logits = new double[weights.length];
      for (int label = 0; label < logits.length; label++) {
        double sum = bias[label];
        for (int i = 0; i < weights[label].length; i++) {
          sum += weights[label][i] * features[i].getValue();
        }
        logits[label] = sum;
      }
      return logits;
    }
  }
}
