package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TrainerTest {
  static final Path TRAINING = Path.of("../training");
  private static final Trainer.Settings SMALL =
      new Trainer.Settings(ModelOption.CLASSES, 3, List.of(4.0, 16.0), 64, 1, true, 1);

  private static List<Example> firstOfEachClass(int count) {
    var taken = new HashMap<String, Integer>();
    List<Example> examples = new ArrayList<>();
    for (Example example : Examples.read(TRAINING.resolve("complaints.tsv"), ModelOption.CLASSES)) {
      if (taken.merge(example.label(), 1, Integer::sum) <= count) {
        examples.add(example);
      }
    }
    return examples;
  }

  @Test
  void theSameTextsGiveTheSameHeadToTheByte() {
    var examples = firstOfEachClass(40);
    try (var model = SentenceModel.load(SentenceModel.BGE)) {
      var first = new Trainer(SMALL, model, line -> {}).train(examples);
      var second = new Trainer(SMALL, model, line -> {}).train(examples);
      assertThat(HeadFile.write(second.head())).isEqualTo(HeadFile.write(first.head()));
      assertThat(first.heldOut().macroF1()).isGreaterThan(0.6);
      assertThat(first.scored()).extracting(Scored::example).isEqualTo(examples);
    }
  }

  @Test
  void aClassWithTooFewTextsIsNamed() {
    var examples = firstOfEachClass(40).stream().filter(e -> !e.label().equals("C")).toList();
    try (var model = SentenceModel.load(SentenceModel.BGE)) {
      assertThatThrownBy(() -> new Trainer(SMALL, model, line -> {}).train(examples))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("class C has 0 texts");
    }
  }
}
