package combot.classifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;

/**
 * A text-classification model of Hugging Face, exported to ONNX, in a folder as {@code optimum-cli
 * export onnx} writes it.
 */
final class HuggingFaceClassifier implements Classifier {
  private static final String TRIAL = "The parcel was late and nobody helped.";

  private final Tokenizer tokenizer;
  private final Graph graph;
  private final List<String> labels;
  private final String id;
  private final Lifetime lifetime;

  private HuggingFaceClassifier(Tokenizer tokenizer, Graph graph, List<String> labels, String id) {
    this.tokenizer = tokenizer;
    this.graph = graph;
    this.labels = labels;
    this.id = id;
    this.lifetime = new Lifetime(id);
  }

  static HuggingFaceClassifier load(Path folder, Collection<String> knownClasses) {
    if (!Files.isDirectory(folder)) {
      throw new ClassifierException(
          folder
              + ": there is no such folder. It should hold model.onnx, tokenizer.json and config.json");
    }
    var config = HuggingFaceConfig.read(file(folder, "config.json"));
    config.checkLabels(knownClasses);
    Path onnx = file(folder, "model.onnx");
    Path json = file(folder, "tokenizer.json");
    String id =
        "%s/%s"
            .formatted(
                folder.toAbsolutePath().normalize().getFileName(),
                hash(onnx, json, config.file()).substring(0, 16));
    var tokenizer = tokenizer(json, config.maxTokens());
    Graph graph = null;
    try {
      graph = Graph.load(onnx);
      var classifier = new HuggingFaceClassifier(tokenizer, graph, config.labels(), id);
      classifier.checkShape(onnx);
      return classifier;
    } catch (RuntimeException e) {
      tokenizer.close();
      if (graph != null) {
        graph.close();
      }
      throw e;
    }
  }

  private static Path file(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ClassifierException(
          folder
              + ": no "
              + name
              + " in it. Export the model with: optimum-cli export onnx --task text-classification --model NAME DIR");
    }
    return file;
  }

  private static Tokenizer tokenizer(Path json, int maxTokens) {
    try (InputStream in = Files.newInputStream(json)) {
      return Tokenizer.load(in, maxTokens, json.toString());
    } catch (IOException e) {
      throw new ClassifierException(json + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String hash(Path... files) {
    MessageDigest digest = Hashes.sha256();
    for (Path file : files) {
      try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new ClassifierException(file + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** By a trial, as many graphs declare no shape. */
  private void checkShape(Path onnx) {
    long[] shape = graph.run(tokenizer.encode(TRIAL)).shape();
    if (shape.length != 2 || shape[0] != 1 || shape[1] != labels.size()) {
      throw new ClassifierException(
          "%s: output '%s' has the shape %s, which doesn't fit the %d labels of config.json (%s): wanted [1, %d]. Is it a text-classification model?"
              .formatted(
                  onnx,
                  graph.output(),
                  Arrays.toString(shape),
                  labels.size(),
                  String.join(", ", labels),
                  labels.size()));
    }
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    String normalised = Normalised.text(text);
    return lifetime.use(() -> {
      FloatBuffer values = graph.run(tokenizer.encode(normalised)).values();
      var logits = new double[labels.size()];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = values.get(i);
      }
      return Head.softmax(labels, logits);
    });
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String modelId() {
    return id;
  }

  @Override
  public void close() {
    lifetime.close(() -> {
      graph.close();
      tokenizer.close();
    });
  }
}
