package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ShippedHeadTest {

  /** The figures that the project promises, on texts that were not trained on. */
  @Test
  @Tag("slow")
  void tellsComplaintsApartAsPromised() {
    var examples =
        Examples.read(TrainerTest.TRAINING.resolve("evaluation.tsv"), ModelOption.CLASSES);
    try (var classifier = Classifiers.embedded()) {
      var report = Report.of("evaluation.tsv", classifier, examples);
      assertThat(report.model().macroF1()).isGreaterThanOrEqualTo(0.90);
      assertThat(report.model().figures().values())
          .allSatisfy(f -> assertThat(f.recall()).isGreaterThanOrEqualTo(0.85));
      assertThat(report.model().figures().values())
          .allSatisfy(f -> assertThat(f.texts()).isGreaterThanOrEqualTo(100));
      assertThat(report.keywords().macroF1()).isLessThan(report.model().macroF1() - 0.2);
    }
  }

  @Test
  void noEvaluationTextIsTrainedOn() {
    Set<String> trained = new HashSet<>();
    Examples.read(TrainerTest.TRAINING.resolve("complaints.tsv"), ModelOption.CLASSES)
        .forEach(example -> trained.add(Normalised.text(example.text()).toLowerCase(Locale.ROOT)));
    assertThat(Examples.read(TrainerTest.TRAINING.resolve("evaluation.tsv"), ModelOption.CLASSES))
        .noneMatch(
            example -> trained.contains(Normalised.text(example.text()).toLowerCase(Locale.ROOT)));
  }
}
