package combot.classifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A sentence model from the class path: text to a vector of length 1. Safe for many threads while
 * open; the owner sees to it that none runs at the close.
 */
final class SentenceModel implements AutoCloseable {

  /** How the vectors of the tokens become one, as the model was trained. */
  enum Pooling {
    /** That of the first token. */
    FIRST,
    /** Their mean. */
    MEAN
  }

  /** Beijing Academy's bge-small-en-v1.5, 8-bit weights, MIT licence: 384 dimensions. */
  static final Source BGE = new Source("/bge-small-en-v1.5-q", Pooling.FIRST, "");

  /**
   * @param name resource, without {@code .onnx} and {@code -tokenizer.json}
   * @param prefix put before each text, as the model was trained
   */
  record Source(String name, Pooling pooling, String prefix) {}

  private final Source source;
  private final Tokenizer tokenizer;
  private final Graph graph;
  private final String sha256;

  private SentenceModel(Source source, Tokenizer tokenizer, Graph graph, String sha256) {
    this.source = source;
    this.tokenizer = tokenizer;
    this.graph = graph;
    this.sha256 = sha256;
  }

  /**
   * @throws ClassifierException if it is not on the class path or cannot be loaded
   */
  static SentenceModel load(Source source) {
    URL onnx = find(source.name() + ".onnx");
    try (InputStream json = find(source.name() + "-tokenizer.json").openStream();
        var arena = Arena.ofConfined()) {
      var digest = Hashes.sha256();
      ByteBuffer model = read(onnx, arena, digest);
      var tokenizer =
          Tokenizer.load(json, Tokenizer.MOST_TOKENS, source.name() + "-tokenizer.json");
      try {
        var graph = Graph.load(model, source.name() + ".onnx");
        return new SentenceModel(
            source, tokenizer, graph, HexFormat.of().formatHex(digest.digest()));
      } catch (RuntimeException e) {
        tokenizer.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + source.name(), e);
    }
  }

  private static URL find(String resource) {
    URL url = SentenceModel.class.getResource(resource);
    if (url == null) {
      throw new ClassifierException(resource + " is not on the class path");
    }
    return url;
  }

  /**
   * Into memory outside the heap, which the arena frees once the runtime has made its own copy: 34
   * MB that no collector sees.
   */
  private static ByteBuffer read(URL resource, Arena arena, MessageDigest digest)
      throws IOException {
    var connection = resource.openConnection();
    connection.setUseCaches(false);
    long size = connection.getContentLengthLong();
    if (size <= 0) {
      throw new ClassifierException(resource + " doesn't tell its size");
    }
    var buffer = arena.allocate(size).asByteBuffer();
    try (var channel = Channels.newChannel(connection.getInputStream())) {
      while (buffer.hasRemaining()) {
        int from = buffer.position();
        int read = channel.read(buffer);
        if (read < 0) {
          throw new ClassifierException(
              resource + " ends after " + from + " of " + size + " bytes");
        }
        digest.update(buffer.slice(from, read));
      }
    }
    return buffer.flip();
  }

  /** Of the ONNX file, in hexadecimal. */
  String sha256() {
    return sha256;
  }

  float[] vector(String normalised) {
    Graph.Output output = graph.run(tokenizer.encode(source.prefix() + normalised));
    int tokens = Math.toIntExact(output.shape()[1]);
    var vector = new float[Math.toIntExact(output.shape()[2])];
    int counted = source.pooling() == Pooling.FIRST ? 1 : tokens;
    for (int token = 0; token < counted; token++) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += output.values().get(token * vector.length + i);
      }
    }
    return unit(vector);
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    float length = (float) Math.max(Math.sqrt(square), 1e-12);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  @Override
  public void close() {
    try {
      graph.close();
    } finally {
      tokenizer.close();
    }
  }
}
