package combot.classifier;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph from tokens to one tensor of floats. Safe for many threads while open; the owner
 * sees to it that none runs at the close.
 *
 * <p>One thread a run: what is wanted is many short texts at once, not one text fast on all cores.
 * With the memory arena, for all threads share it: without, each thread's part of the C library's
 * heap kept what its longest text had needed (177 against 248 MB after long texts on two threads).
 * Without memory patterns, which are made anew for each length of text.
 */
final class Graph implements AutoCloseable {
  private static final Set<String> KNOWN_INPUTS =
      Set.of("input_ids", "attention_mask", "token_type_ids");

  /** What came out: the numbers in row order, and their shape. */
  record Output(FloatBuffer values, long[] shape) {}

  private final OrtSession session;
  private final Set<String> inputs;
  private final String output;

  private Graph(OrtSession session, String place) throws OrtException {
    this.session = session;
    this.inputs = session.getInputNames();
    if (!inputs.contains("input_ids") || !KNOWN_INPUTS.containsAll(inputs)) {
      throw new ClassifierException(
          place
              + " wants the inputs "
              + inputs
              + "; a text model takes input_ids, and perhaps attention_mask and token_type_ids");
    }
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!(input.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.INT64)) {
        throw new ClassifierException(
            place
                + ": input "
                + input.getName()
                + " must take 64-bit integers, takes "
                + input.getInfo());
      }
    }
    var outputs = session.getOutputNames();
    this.output = outputs.contains("logits") ? "logits" : outputs.iterator().next();
  }

  static Graph load(ByteBuffer model, String place) {
    return open(place, (environment, options) -> environment.createSession(model, options));
  }

  static Graph load(Path model) {
    return open(
        model.toString(),
        (environment, options) -> environment.createSession(model.toString(), options));
  }

  private interface Opening {
    OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  private static Graph open(String place, Opening opening) {
    Natives.prepare();
    OrtSession session = null;
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setCPUArenaAllocator(true);
      options.setMemoryPatternOptimization(false);
      session = opening.open(OrtEnvironment.getEnvironment(), options);
      var graph = new Graph(session, place);
      session = null;
      return graph;
    } catch (OrtException e) {
      throw new ClassifierException(
          place + " is no ONNX graph that ONNX Runtime can load: " + e.getMessage(), e);
    } finally {
      close(session);
    }
  }

  String output() {
    return output;
  }

  Output run(Tokens tokens) {
    var environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> feed = HashMap.newHashMap(3);
    long[] shape = {1, tokens.length()};
    try {
      for (String input : inputs) {
        long[] values =
            switch (input) {
              case "input_ids" -> tokens.ids();
              case "attention_mask" -> tokens.mask();
              default -> tokens.types();
            };
        feed.put(input, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
      }
      try (var result = session.run(feed, Set.of(output))) {
        var tensor = (OnnxTensor) result.get(0);
        FloatBuffer values = tensor.getFloatBuffer();
        if (values == null) {
          throw new ClassifierException(
              "output " + output + " must be of floats, is " + tensor.getInfo());
        }
        return new Output(values, tensor.getInfo().getShape());
      }
    } catch (OrtException e) {
      throw new ClassifierException(
          "the model failed on a text of " + tokens.length() + " tokens: " + e.getMessage(), e);
    } finally {
      feed.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    close(session);
  }

  private static void close(OrtSession session) {
    if (session != null) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new ClassifierException("cannot free the model: " + e.getMessage(), e);
      }
    }
  }
}
