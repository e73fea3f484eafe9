package combot.classifier;

import combot.memory.NativeHeap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SequencedMap;

/** The shipped sentence model with our own head on it. */
final class EmbeddedClassifier implements Classifier {
  static final String HEAD = "/combot/classifier/head.json";

  private final SentenceModel model;
  private final Head head;
  private final String id;
  private final Lifetime lifetime;

  /** Owns the model from now on, and frees it too if the head doesn't fit. */
  EmbeddedClassifier(SentenceModel model, Head head) {
    this.model = model;
    this.head = head;
    if (!head.model().equals(model.sha256())) {
      model.close();
      throw new ClassifierException(
          "the head was trained on model "
              + head.model()
              + ", not on "
              + model.sha256()
              + ". Train it anew: ./combot classifier train");
    }
    this.id = "bge-small-en-v1.5-q/" + Hashes.sha256(HeadFile.write(head)).substring(0, 16);
    this.lifetime = new Lifetime(id);
  }

  static EmbeddedClassifier load() {
    Head head = shippedHead();
    var classifier = new EmbeddedClassifier(SentenceModel.load(SentenceModel.BGE), head);
    NativeHeap.trim();
    return classifier;
  }

  static Head shippedHead() {
    try (InputStream in = EmbeddedClassifier.class.getResourceAsStream(HEAD)) {
      if (in == null) {
        throw new ClassifierException(
            HEAD + " is not on the class path. Train it: ./combot classifier train");
      }
      return HeadFile.read(in.readAllBytes(), HEAD);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + HEAD, e);
    }
  }

  @Override
  public SequencedMap<String, Double> scores(String text) {
    String normalised = Normalised.text(text);
    return lifetime.use(() -> head.scores(model.vector(normalised)));
  }

  @Override
  public List<String> labels() {
    return head.labels();
  }

  @Override
  public String modelId() {
    return id;
  }

  @Override
  public void close() {
    lifetime.close(model::close);
    NativeHeap.trim();
  }
}
