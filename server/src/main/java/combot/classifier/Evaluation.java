package combot.classifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How well scores fit what people said.
 *
 * @param labels of rows and columns
 * @param confusion counts, by true class, then by predicted class
 * @param ece expected calibration error, 0 to 1: mean distance of confidence and accuracy over ten
 *     bins of equal width, weighted by size (Naeini et al., AAAI 2015)
 */
record Evaluation(List<String> labels, int[][] confusion, double ece) {
  private static final int BINS = 10;

  /** Of one class. A figure is 0 where it has no texts to rest on. */
  record Figures(double precision, double recall, double f1, int texts) {}

  static Evaluation of(List<String> labels, List<Scored> scored) {
    var confusion = new int[labels.size()][labels.size()];
    var confidence = new double[BINS];
    var right = new double[BINS];
    for (Scored one : scored) {
      confusion[labels.indexOf(one.example().label())][labels.indexOf(one.top())]++;
      int bin = Math.min(BINS - 1, (int) (one.confidence() * BINS));
      confidence[bin] += one.confidence();
      right[bin] += one.top().equals(one.example().label()) ? 1 : 0;
    }
    double distance = 0;
    for (int bin = 0; bin < BINS; bin++) {
      distance += Math.abs(confidence[bin] - right[bin]);
    }
    return new Evaluation(
        List.copyOf(labels), confusion, scored.isEmpty() ? 0 : distance / scored.size());
  }

  int texts() {
    int sum = 0;
    for (int[] row : confusion) {
      for (int count : row) {
        sum += count;
      }
    }
    return sum;
  }

  double accuracy() {
    int right = 0;
    for (int i = 0; i < confusion.length; i++) {
      right += confusion[i][i];
    }
    return ratio(right, texts());
  }

  /** Mean of the classes' F1, over the classes that have texts. */
  double macroF1() {
    var f1 = new ArrayList<Double>();
    figures()
        .values()
        .forEach(figures -> {
          if (figures.texts() > 0) {
            f1.add(figures.f1());
          }
        });
    return f1.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  SequencedMap<String, Figures> figures() {
    var figures = new LinkedHashMap<String, Figures>();
    for (int i = 0; i < labels.size(); i++) {
      int truly = 0;
      int predicted = 0;
      for (int j = 0; j < labels.size(); j++) {
        truly += confusion[i][j];
        predicted += confusion[j][i];
      }
      int right = confusion[i][i];
      figures.put(
          labels.get(i),
          new Figures(
              ratio(right, predicted),
              ratio(right, truly),
              ratio(2 * right, truly + predicted),
              truly));
    }
    return figures;
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }
}
