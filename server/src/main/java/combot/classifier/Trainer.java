package combot.classifier;

import de.bwaldvogel.liblinear.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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
   * @param strengths to choose from: inverse weight of the L2 prior
   */
  record Settings(
      List<String> labels,
      int folds,
      List<Double> strengths,
      int landmarks,
      double gamma,
      boolean variants,
      long seed) {
    static final Settings DEFAULT =
        new Settings(
            List.of("A", "B", "C", "Other"),
            5,
            List.of(4.0, 8.0, 16.0, 32.0, 64.0),
            1024,
            1.0,
            true,
            1);

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
   * @param uncalibrated as {@code heldOut}, before the temperature
   * @param heldOut of {@code scored}: each example, scored by a head trained without it temperature
   * @param strength that was chosen
   */
  record Trained(
      Head head,
      double strength,
      Evaluation uncalibrated,
      Evaluation heldOut,
      List<Scored> scored) {}

  private record Tried(double strength, double[][] logits, double temperature, double loss) {}

  /** Of a text, then of its variants. */
  private record Vectors(List<float[]> all) {
    float[] own() {
      return all.getFirst();
    }
  }

  /**
   * What the regression is fitted on: features of the texts outside one fold, made by landmarks of
   * these texts alone.
   */
  private record Fitting(
      Landmarks landmarks,
      Whitening whitening,
      List<Feature[]> features,
      List<Integer> classes,
      int texts) {
    Feature[] features(float[] vector) {
      return Regression.features(whitening.features(landmarks.likeness(vector)));
    }
  }

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

    double[] strengths =
        settings.strengths().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[][][] logits = heldOut(vectors, classes, folds, strengths);
    List<Tried> tries = new ArrayList<>();
    for (int s = 0; s < strengths.length; s++) {
      double temperature = Temperature.fit(logits[s], classes);
      var tried =
          new Tried(
              strengths[s],
              logits[s],
              temperature,
              Temperature.loss(logits[s], classes, temperature));
      tries.add(tried);
      log.accept(
          "strength %5.1f: held-out macro-F1 %.4f, log loss %.4f"
              .formatted(
                  tried.strength(),
                  evaluation(examples, tried.logits(), temperature).macroF1(),
                  tried.loss()));
    }
    Tried chosen = Collections.min(tries, Comparator.comparingDouble(Tried::loss));
    Head head = head(fitting(vectors, classes, folds, -1), chosen);
    List<Scored> scored = scored(examples, chosen.logits(), chosen.temperature());
    return new Trained(
        head,
        chosen.strength(),
        evaluation(examples, chosen.logits(), 1),
        Evaluation.of(settings.labels(), scored),
        scored);
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
      List<float[]> all = new ArrayList<>();
      for (String text :
          settings.variants()
              ? Variants.of(example.text(), settings.seed())
              : List.of(example.text())) {
        all.add(model.vector(Normalised.text(text)));
      }
      texts += all.size();
      vectors.add(new Vectors(all));
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

  /** By strength, then by text. */
  private double[][][] heldOut(
      List<Vectors> vectors, int[] classes, int[] folds, double[] strengths) {
    var logits = new double[strengths.length][classes.length][];
    for (int fold = 0; fold < settings.folds(); fold++) {
      Fitting fitting = fitting(vectors, classes, folds, fold);
      for (int s = 0; s < strengths.length; s++) {
        Regression.Fit fit = fit(fitting, strengths[s]);
        for (int i = 0; i < classes.length; i++) {
          if (folds[i] == fold) {
            logits[s][i] = fit.logits(fitting.features(vectors.get(i).own()));
          }
        }
      }
    }
    return logits;
  }

  /** On the texts that are not of this fold. */
  private Fitting fitting(List<Vectors> vectors, int[] classes, int[] folds, int without) {
    List<float[]> own = new ArrayList<>();
    List<float[]> all = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      if (folds[i] != without) {
        own.add(vectors.get(i).own());
        for (float[] vector : vectors.get(i).all()) {
          all.add(vector);
          y.add(classes[i]);
        }
      }
    }
    var landmarks = Landmarks.of(own, settings.landmarks(), settings.gamma(), settings.seed());
    var fitting =
        new Fitting(landmarks, new Whitening(landmarks), new ArrayList<>(), y, own.size());
    all.forEach(vector -> fitting.features().add(fitting.features(vector)));
    return fitting;
  }

  private Regression.Fit fit(Fitting fitting, double strength) {
    // A text of four variants is still one text: C counts texts.
    return Regression.fit(
        fitting.features(),
        fitting.classes(),
        settings.labels().size(),
        strength * fitting.texts() / fitting.features().size());
  }

  private Head head(Fitting fitting, Tried chosen) {
    Regression.Fit fit = fit(fitting, chosen.strength());
    var weights = new float[fit.weights().length][];
    for (int label = 0; label < weights.length; label++) {
      weights[label] = fitting.whitening().weights(fit.weights()[label]);
    }
    return new Head(
        settings.labels(),
        fitting.landmarks(),
        weights,
        fit.bias(),
        chosen.temperature(),
        model.sha256());
  }

  private Evaluation evaluation(List<Example> examples, double[][] logits, double temperature) {
    return Evaluation.of(settings.labels(), scored(examples, logits, temperature));
  }

  private List<Scored> scored(List<Example> examples, double[][] logits, double temperature) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double[] divided = Arrays.stream(logits[i]).map(logit -> logit / temperature).toArray();
      scored.add(new Scored(examples.get(i), Head.softmax(settings.labels(), divided)));
    }
    return scored;
  }
}
