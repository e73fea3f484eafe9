package combot.classifier;

import de.bwaldvogel.liblinear.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Trains a {@link Head} on the vectors of a sentence model: the strength of the prior by
 * cross-validation, the temperature on the scores of texts that were held out. The same examples
 * and settings give the same head, to the byte.
 *
 * <p>What is held out is held out with all its {@link Variants}, and only the text itself is
 * scored.
 */
final class Trainer {

  /**
   * @param labels in the order of the head's scores
   * @param strengths of which the best is taken: inverse weight of the L2 prior
   */
  record Settings(
      List<String> labels, int folds, List<Double> strengths, boolean variants, long seed) {
    static final Settings DEFAULT =
        new Settings(
            List.of("A", "B", "C", "Other"), 5, List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0), true, 1);

    Settings {
      labels = List.copyOf(labels);
      strengths = List.copyOf(strengths);
      if (folds < 2) {
        throw new IllegalArgumentException("folds must be >= 2, was " + folds);
      }
      if (strengths.isEmpty()) {
        throw new IllegalArgumentException("strengths must not be empty");
      }
    }
  }

  /**
   * @param heldOut of each example, scored by a head trained without it; before and after the
   *     temperature
   * @param strength that was chosen
   */
  record Trained(Head head, double strength, Evaluation uncalibrated, Evaluation heldOut) {}

  private record Vectors(Feature[] own, List<Feature[]> all) {}

  private final Settings settings;
  private final SentenceModel model;
  private final Consumer<String> log;

  Trainer(Settings settings, SentenceModel model, Consumer<String> log) {
    this.settings = settings;
    this.model = model;
    this.log = log;
  }

  /**
   * @throws ClassifierException if a class has fewer examples than there are folds
   */
  Trained train(List<Example> examples) {
    int[] classes = classes(examples);
    List<Vectors> vectors = vectors(examples);
    int[] folds = folds(classes);

    double best = Double.POSITIVE_INFINITY;
    double chosen = 0;
    double temperature = 1;
    double[][] logits = null;
    for (double strength : settings.strengths()) {
      double[][] tried = heldOut(vectors, classes, folds, strength);
      double fitted = Temperature.fit(tried, classes);
      double loss = Temperature.loss(tried, classes, fitted);
      log.accept(
          "strength %5.1f: held-out macro-F1 %.4f, log loss %.4f"
              .formatted(strength, evaluation(examples, tried, fitted).macroF1(), loss));
      if (loss < best) {
        best = loss;
        chosen = strength;
        temperature = fitted;
        logits = tried;
      }
    }
    Regression.Fit fit = fit(vectors, classes, folds, -1, chosen);
    var head = new Head(settings.labels(), fit.weights(), fit.bias(), temperature, model.sha256());
    return new Trained(
        head, chosen, evaluation(examples, logits, 1), evaluation(examples, logits, temperature));
  }

  private int[] classes(List<Example> examples) {
    int[] classes =
        examples.stream().mapToInt(example -> settings.labels().indexOf(example.label())).toArray();
    for (int label = 0; label < settings.labels().size(); label++) {
      int wanted = label;
      long count = Arrays.stream(classes).filter(c -> c == wanted).count();
      if (count < settings.folds()) {
        throw new ClassifierException(
            "class %s has %d texts; %d-fold cross-validation needs %d or more"
                .formatted(
                    settings.labels().get(label), count, settings.folds(), settings.folds()));
      }
    }
    return classes;
  }

  private List<Vectors> vectors(List<Example> examples) {
    long start = System.nanoTime();
    List<Vectors> vectors = new ArrayList<>(examples.size());
    int texts = 0;
    for (Example example : examples) {
      List<Feature[]> all = new ArrayList<>();
      for (String text :
          settings.variants()
              ? Variants.of(example.text(), settings.seed())
              : List.of(example.text())) {
        all.add(Regression.features(model.vector(Normalised.text(text))));
      }
      texts += all.size();
      vectors.add(new Vectors(all.getFirst(), all));
    }
    log.accept(
        "%d texts, %d with their variants, made vectors in %.0f s"
            .formatted(examples.size(), texts, (System.nanoTime() - start) / 1e9));
    return vectors;
  }

  /** A fold for each example, every class spread evenly. */
  private int[] folds(int[] classes) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(settings.seed()));
    var folds = new int[classes.length];
    var next = new int[settings.labels().size()];
    for (int i : order) {
      folds[i] = next[classes[i]]++ % settings.folds();
    }
    return folds;
  }

  private double[][] heldOut(List<Vectors> vectors, int[] classes, int[] folds, double strength) {
    var logits = new double[classes.length][];
    for (int fold = 0; fold < settings.folds(); fold++) {
      Regression.Fit fit = fit(vectors, classes, folds, fold, strength);
      for (int i = 0; i < classes.length; i++) {
        if (folds[i] == fold) {
          logits[i] = fit.logits(vectors.get(i).own());
        }
      }
    }
    return logits;
  }

  private Regression.Fit fit(
      List<Vectors> vectors, int[] classes, int[] folds, int without, double strength) {
    List<Feature[]> x = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      if (folds[i] != without) {
        for (Feature[] vector : vectors.get(i).all()) {
          x.add(vector);
          y.add(classes[i]);
        }
      }
    }
    // A text of four variants is still one text: C counts texts.
    return Regression.fit(
        x, y, settings.labels().size(), strength * vectors.size() / Math.max(1, total(vectors)));
  }

  private static int total(List<Vectors> vectors) {
    return vectors.stream().mapToInt(v -> v.all().size()).sum();
  }

  private Evaluation evaluation(List<Example> examples, double[][] logits, double temperature) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double[] divided = Arrays.stream(logits[i]).map(logit -> logit / temperature).toArray();
      scored.add(new Scored(examples.get(i), Head.softmax(settings.labels(), divided)));
    }
    return Evaluation.of(settings.labels(), scored);
  }
}
