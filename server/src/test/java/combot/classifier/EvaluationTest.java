package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final List<String> LABELS = List.of("A", "B", "C", "Other");

  private static Scored scored(String truth, String said, double confidence) {
    var scores = new LinkedHashMap<String, Double>();
    LABELS.forEach(
        label -> scores.put(label, label.equals(said) ? confidence : (1 - confidence) / 3));
    return new Scored(new Example("x", truth, 1), scores);
  }

  @Test
  void figuresAreThoseOfTheTextbook() {
    var all = new ArrayList<Scored>();
    for (int i = 0; i < 6; i++) {
      all.add(scored("A", "A", 0.95));
    }
    all.add(scored("A", "B", 0.95));
    all.add(scored("A", "B", 0.95));
    all.add(scored("B", "B", 0.55));
    all.add(scored("B", "A", 0.55));
    var evaluation = Evaluation.of(LABELS, all);
    assertThat(evaluation.confusion()[0]).containsExactly(6, 2, 0, 0);
    assertThat(evaluation.confusion()[1]).containsExactly(1, 1, 0, 0);
    assertThat(evaluation.accuracy()).isEqualTo(0.7);
    var a = evaluation.figures().get("A");
    assertThat(a.precision()).isEqualTo(6 / 7.0, within(1e-12));
    assertThat(a.recall()).isEqualTo(0.75);
    assertThat(a.f1()).isEqualTo(0.8, within(1e-12));
    assertThat(evaluation.figures().get("B").f1()).isEqualTo(0.4, within(1e-12));
    assertThat(evaluation.macroF1())
        .as("over the classes that have texts")
        .isEqualTo(0.6, within(1e-12));
    assertThat(evaluation.ece()).isEqualTo(0.8 * (0.95 - 0.75) + 0.2 * (0.55 - 0.5), within(1e-12));
  }

  @Test
  void temperatureMakesOverconfidentScoresHonest() {
    var logits = new double[1000][];
    var classes = new int[1000];
    for (int i = 0; i < logits.length; i++) {
      // Right in three of four, as the softmax of ln 3 and 0 says; then three times too sure.
      logits[i] = new double[] {3 * Math.log(3), 0};
      classes[i] = i % 4 == 0 ? 1 : 0;
    }
    assertThat(Temperature.fit(logits, classes)).isEqualTo(3, within(1e-3));
  }

  @Test
  void baselinesGuess() {
    var examples =
        List.of(
            new Example("the courier lost my parcel", "B", 1),
            new Example("the cashier was rude", "C", 2),
            new Example("late delivery", "B", 3),
            new Example("hello", "Other", 4));
    assertThat(Baselines.majority(LABELS, examples).accuracy()).isEqualTo(0.5);
    assertThat(Baselines.keywords(LABELS, examples).accuracy()).isEqualTo(1);
  }
}
