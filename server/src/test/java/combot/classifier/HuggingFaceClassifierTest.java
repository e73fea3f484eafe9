package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * On a real classification graph: the shipped sentence model with the trained head composed into
 * it.
 */
@Tag("slow")
class HuggingFaceClassifierTest {
  private static final List<String> CLASSES = List.of("A", "B", "C", "Other");
  private static final String CONFIG =
      """
      {"model_type": "bert", "max_position_embeddings": 512, "id2label": {"0": "A", "1": "B", "2": "C", "3": "Other"}}
      """;

  @TempDir static Path temp;
  private static Path model;

  @BeforeAll
  static void compose() throws IOException {
    model = Files.createDirectory(temp.resolve("composed"));
    Files.write(
        model.resolve("model.onnx"),
        OnnxComposer.classification(resource(".onnx"), EmbeddedClassifier.shippedHead()));
    Files.write(model.resolve("tokenizer.json"), resource("-tokenizer.json"));
    Files.writeString(model.resolve("config.json"), CONFIG);
  }

  private static byte[] resource(String ending) throws IOException {
    try (InputStream in =
        EmbeddedClassifier.class.getResourceAsStream(SentenceModel.BGE.name() + ending)) {
      return in.readAllBytes();
    }
  }

  @Test
  void leavesMemoryAndComesBackUnlessItsFilesHaveChanged() throws IOException {
    Path own = Files.createDirectory(temp.resolve("changing"));
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json")) {
      Files.copy(model.resolve(name), own.resolve(name));
    }
    try (var classifier = Classifiers.reloadable(() -> Classifiers.huggingFace(own, CLASSES))) {
      var scores = classifier.scores("charged twice");
      assertThat(classifier.unload()).isTrue();
      assertThat(classifier.scores("charged twice")).isEqualTo(scores);
      classifier.unload();
      Files.writeString(own.resolve("config.json"), CONFIG + "\n");
      assertThatThrownBy(() -> classifier.scores("charged twice"))
          .isInstanceOf(ClassifierException.class)
          .hasMessageContaining("another one than at the start");
    }
  }

  @Test
  void scoresAsTheEmbeddedClassifierDoes() {
    var texts =
        List.of(
            "The zipper broke after two days",
            "my package never came and nobody at the shop would talk to me",
            "",
            "😡😡",
            "charged twice",
            "late ".repeat(3_000));
    try (var embedded = Classifiers.embedded();
        var composed = Classifiers.huggingFace(model, CLASSES)) {
      assertThat(composed.labels()).isEqualTo(embedded.labels());
      for (String text : texts) {
        var expected = embedded.scores(text);
        composed
            .scores(text)
            .forEach((label, score) ->
                assertThat(score).as(label).isEqualTo(expected.get(label), within(1e-4)));
      }
    }
  }

  @Test
  void itsIdFollowsItsContent() throws IOException {
    Path other = copy();
    Files.delete(other.resolve("config.json"));
    Files.writeString(
        other.resolve("config.json"),
        CONFIG.replace("\"0\": \"A\", \"1\": \"B\"", "\"0\": \"B\", \"1\": \"A\""));
    try (var a = Classifiers.huggingFace(model, CLASSES);
        var b = Classifiers.huggingFace(other, CLASSES)) {
      assertThat(a.modelId()).startsWith("composed/").isNotEqualTo(b.modelId());
      assertThat(b.labels()).containsExactly("B", "A", "C", "Other");
    }
  }

  @Test
  void refusesUseAfterClose() {
    var closed = Classifiers.huggingFace(model, CLASSES);
    closed.close();
    assertThatThrownBy(() -> closed.scores("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("composed/")
        .hasMessageContaining("closed");
  }

  record Wrong(String file, String content, String... said) {}

  static final List<Wrong> WRONG =
      List.of(
          new Wrong("model.onnx", null, "no model.onnx in it", "optimum-cli export onnx"),
          new Wrong("tokenizer.json", null, "no tokenizer.json in it"),
          new Wrong("config.json", null, "no config.json in it"),
          new Wrong(
              "config.json",
              "{\"id2label\": {\"0\" \"A\"}}",
              "config.json: not JSON",
              "line 1, column"),
          new Wrong("config.json", "{}", "id2label", "missing"),
          new Wrong("config.json", "{\"id2label\": {\"0\": \"A\"}}", "two or more labels"),
          new Wrong("config.json", "{\"id2label\": {\"0\": \"A\", \"2\": \"B\"}}", "no label 1"),
          new Wrong("config.json", "{\"id2label\": {\"0\": \"A\", \"1\": \"A\"}}", "twice"),
          new Wrong(
              "config.json",
              "{\"id2label\": {\"0\": \"A\", \"1\": \"Price\"}}",
              "doesn't know the label Price",
              "A, B, C, Other"),
          new Wrong(
              "config.json",
              "{\"id2label\": {\"0\": \"A\", \"1\": \"B\", \"2\": \"C\"}}",
              "shape [1, 4]",
              "3 labels"),
          new Wrong(
              "config.json",
              CONFIG.replace(
                  "{\"model_type",
                  "{\"problem_type\": \"multi_label_classification\", \"model_type"),
              "multi-label"),
          new Wrong("tokenizer.json", "[]", "tokenizer.json", "no tokenizer"),
          new Wrong("model.onnx", "not a graph", "model.onnx", "no ONNX graph"));

  @ParameterizedTest
  @FieldSource("WRONG")
  void saysWhatIsWrongWithAFolder(Wrong wrong) throws IOException {
    Path broken = copy();
    Files.delete(broken.resolve(wrong.file()));
    if (wrong.content() != null) {
      Files.writeString(broken.resolve(wrong.file()), wrong.content());
    }
    assertThatThrownBy(() -> Classifiers.huggingFace(broken, CLASSES))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContainingAll(wrong.said());
  }

  @Test
  void aSentenceModelIsNoClassifier() throws IOException {
    Path sentence = copy();
    Files.delete(sentence.resolve("model.onnx"));
    Files.write(sentence.resolve("model.onnx"), resource(".onnx"));
    assertThatThrownBy(() -> Classifiers.huggingFace(sentence, CLASSES))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("text-classification");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Classifiers.huggingFace(temp.resolve("nowhere"), CLASSES))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("nowhere: there is no such folder");
  }

  private static Path copy() throws IOException {
    Path copy = Files.createTempDirectory(temp, "copy");
    for (String name : List.of("model.onnx", "tokenizer.json", "config.json")) {
      Files.createLink(copy.resolve(name), model.resolve(name));
    }
    return copy;
  }
}
