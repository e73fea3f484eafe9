package combot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static final Random RANDOM = new Random(1);

  private static float[] unit(int dimensions) {
    var vector = new float[dimensions];
    double square = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) RANDOM.nextGaussian();
      square += vector[i] * vector[i];
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  private static Landmarks landmarks(int count, int dimensions) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(unit(dimensions));
    }
    return Landmarks.of(vectors, count, 1.5, 7);
  }

  private static Head head() {
    return new Head(
        List.of("A", "B"),
        landmarks(3, 6),
        new float[][] {{1, 2, 3}, {-1, 0.5f, 1e-7f}},
        new float[] {0.1f, -3},
        1.25,
        "ab".repeat(32));
  }

  @Test
  void isTheSameAfterBeingWrittenAndRead() {
    Head head = head();
    byte[] bytes = HeadFile.write(head);
    Head read = HeadFile.read(bytes, "head.json");
    assertThat(HeadFile.write(read)).isEqualTo(bytes);
    for (int i = 0; i < 20; i++) {
      float[] vector = unit(6);
      assertThat(read.scores(vector)).isEqualTo(head.scores(vector));
    }
  }

  @Test
  void likenessIsTheGaussianKernel() {
    var landmarks = landmarks(4, 384);
    float[] vector = unit(384);
    float[] likeness = landmarks.likeness(vector);
    for (int i = 0; i < 4; i++) {
      double square = 0;
      for (int j = 0; j < 384; j++) {
        square += Math.pow(vector[j] - landmarks.points()[i][j], 2);
      }
      assertThat((double) likeness[i]).isEqualTo(Math.exp(-1.5 * square), within(2e-3));
    }
  }

  @Test
  void weightsOnLikenessGiveWhatWeightsOnWhitenedFeaturesGive() {
    var landmarks = landmarks(30, 40);
    var whitening = new Whitening(landmarks);
    var weights = new float[30];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) RANDOM.nextGaussian();
    }
    float[] likeness = landmarks.likeness(unit(40));
    assertThat(dot(whitening.weights(weights), likeness))
        .isEqualTo(dot(weights, whitening.features(likeness)), within(1e-3));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void refusesWhatIsNoHead() {
    String written = new String(HeadFile.write(head()), StandardCharsets.UTF_8);
    assertRefused("{", "not JSON");
    assertRefused("{\"format\": 1}", "format must be 2");
    assertRefused(
        written.replace("\"temperature\": 1.25", "\"temperature\": 0"), "temperature must be > 0");
    assertRefused(written.replace("\"dimensions\": 6", "\"dimensions\": 7"), "whole landmarks");
    assertRefused(written.replace("\"dimensions\": 6", "\"dimensions\": 9"), "landmarks");
    assertRefused(written.replace("[\"A\",\"B\"]", "[\"A\"]"), "labels must be two or more");
    assertRefused(written.replace("[1.0,2.0,3.0]", "[1.0,2.0]"), "weights");
    assertRefused(written.replace("[1.0,2.0,3.0]", "[1.0,2.0,\"x\"]"), "finite numbers");
  }

  private static void assertRefused(String json, String said) {
    assertThatThrownBy(() -> HeadFile.read(json.getBytes(StandardCharsets.UTF_8), "head.json"))
        .isInstanceOf(ClassifierException.class)
        .hasMessageContaining("head.json")
        .hasMessageContaining(said);
  }
}
