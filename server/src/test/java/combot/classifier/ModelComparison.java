package combot.classifier;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which sentence model is best on our own texts. No part of the tests; the other models come with a
 * profile of their own:
 *
 * <pre>
 * mvn -Pcompare-models -pl core,server test -Dtest=ModelComparison -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class ModelComparison {
  private static final String TEXT =
      "the package i ordered last week came late and the box was wet so my new shoes are ruined thanks";
  private static final List<Double> GAMMAS = List.of(1.0, 4.0);

  private static final Map<String, SentenceModel.Source> SOURCES = new LinkedHashMap<>();

  static {
    SOURCES.put("bge-small, mean", SentenceModel.BGE);
    SOURCES.put(
        "bge-small, first token",
        new SentenceModel.Source(SentenceModel.BGE.name(), SentenceModel.Pooling.FIRST, ""));
    SOURCES.put(
        "e5-small, mean",
        new SentenceModel.Source("/e5-small-v2-q", SentenceModel.Pooling.MEAN, "query: "));
    SOURCES.put(
        "MiniLM-L6, mean",
        new SentenceModel.Source("/all-minilm-l6-v2-q", SentenceModel.Pooling.MEAN, ""));
  }

  private record Result(double gamma, Trainer.Trained trained) {}

  @Test
  void compare() {
    assumeTrue(getClass().getResource("/e5-small-v2-q.onnx") != null, "needs -Pcompare-models");
    var training =
        Examples.read(TrainerTest.TRAINING.resolve("complaints.tsv"), ModelOption.CLASSES);
    var evaluation =
        Examples.read(TrainerTest.TRAINING.resolve("evaluation.tsv"), ModelOption.CLASSES);
    System.out.println(
        "| model | γ | held-out macro-F1 | held-out log loss | evaluation macro-F1 | ms for 20 words |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    SOURCES.forEach((name, source) -> {
      try (var model = SentenceModel.load(source)) {
        var best =
            GAMMAS.stream()
                .map(gamma -> new Result(gamma, train(model, gamma, training)))
                .min(Comparator.comparingDouble(result -> loss(result.trained())))
                .orElseThrow();
        Head head = best.trained().head();
        List<Scored> scored = new ArrayList<>();
        evaluation.forEach(
            e -> scored.add(new Scored(e, head.scores(model.vector(Normalised.text(e.text()))))));
        System.out.printf(
            "| %s | %.0f | %.3f | %.3f | %.3f | %.1f |%n",
            name,
            best.gamma(),
            best.trained().heldOut().macroF1(),
            loss(best.trained()),
            Evaluation.of(head.labels(), scored).macroF1(),
            milliseconds(model, head));
      }
    });
  }

  private static Trainer.Trained train(SentenceModel model, double gamma, List<Example> training) {
    var settings =
        new Trainer.Settings(
            ModelOption.CLASSES, 5, List.of(8.0, 16.0, 32.0, 64.0), 512, gamma, false, 1);
    return new Trainer(settings, model, line -> {}).train(training);
  }

  private static double loss(Trainer.Trained trained) {
    return trained.scored().stream()
        .mapToDouble(s -> -Math.log(s.scores().get(s.example().label())))
        .average()
        .orElseThrow();
  }

  private static double milliseconds(SentenceModel model, Head head) {
    var times = new ArrayList<Long>();
    for (int i = 0; i < 300; i++) {
      long start = System.nanoTime();
      head.scores(model.vector(Normalised.text(TEXT)));
      times.add(System.nanoTime() - start);
    }
    return times.stream().sorted().skip(150).findFirst().orElseThrow() / 1e6;
  }
}
