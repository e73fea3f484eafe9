package combot.classifier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * Makes a classification graph of a sentence model and a head: {@code logits = (exp(2γ (P ·
 * mean/|mean| − 1)) · Wᵀ + b) / T}. Writes protobuf's wire format by hand; the field numbers are
 * those of onnx.proto3 of the ONNX project.
 */
final class OnnxComposer {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_OUTPUT = 12;
  private static final int FLOAT = 1;

  private OnnxComposer() {}

  /**
   * @param model an ONNX file of opset 11 with the output {@code last_hidden_state}: [batch,
   *     tokens, dimensions]
   */
  static byte[] classification(byte[] model, Head head) {
    int labels = head.labels().size();
    Landmarks landmarks = head.landmarks();
    int count = landmarks.points().length;
    float twice = (float) (2 * landmarks.gamma());
    var points = floats(count * landmarks.dimensions());
    for (int i = 0; i < count; i++) {
      for (float x : landmarks.points()[i]) {
        points.putFloat(twice * x);
      }
    }
    var weights = floats(labels * count);
    var bias = floats(labels);
    for (int i = 0; i < labels; i++) {
      for (float weight : head.weights()[i]) {
        weights.putFloat((float) (weight / head.temperature()));
      }
      bias.putFloat((float) (head.bias()[i] / head.temperature()));
    }
    byte[] mean =
        node("ReduceMean", "mean", "last_hidden_state")
            .bytes(5, new Message().text(1, "axes").integer(8, 1).integer(20, 7).done())
            .bytes(5, integer("keepdims", 0))
            .done();
    byte[] unit =
        node("LpNormalization", "unit", "mean")
            .bytes(5, integer("axis", 1))
            .bytes(5, integer("p", 2))
            .done();
    byte[] likeness =
        node("Gemm", "distance", "unit", "head_points", "head_minus")
            .bytes(5, integer("transB", 1))
            .done();
    byte[] logits =
        node("Gemm", "logits", "likeness", "head_weights", "head_bias")
            .bytes(5, integer("transB", 1))
            .done();
    byte[] added =
        new Message()
            .bytes(GRAPH_NODE, mean)
            .bytes(GRAPH_NODE, unit)
            .bytes(GRAPH_NODE, likeness)
            .bytes(GRAPH_NODE, node("Exp", "likeness", "distance").done())
            .bytes(GRAPH_NODE, logits)
            .bytes(GRAPH_INITIALIZER, tensor("head_points", points, count, landmarks.dimensions()))
            .bytes(GRAPH_INITIALIZER, tensor("head_minus", floats(1).putFloat(-twice), 1))
            .bytes(GRAPH_INITIALIZER, tensor("head_weights", weights, labels, count))
            .bytes(GRAPH_INITIALIZER, tensor("head_bias", bias, labels))
            .bytes(GRAPH_OUTPUT, logits(labels))
            .done();
    return rewrite(
        model,
        field -> true,
        graph -> concat(rewrite(graph, field -> field != GRAPH_OUTPUT, same -> same), added));
  }

  private static ByteBuffer floats(int count) {
    return ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private interface Change {
    byte[] of(byte[] message);
  }

  /** Copies a message's fields that are kept; the graph of a model goes through {@code change}. */
  private static byte[] rewrite(byte[] message, IntPredicate kept, Change change) {
    var out = new Message();
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      int field = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> out.integer(field, varint(in));
        case 2 -> {
          var value = new byte[(int) varint(in)];
          in.get(value);
          if (kept.test(field)) {
            out.bytes(field, field == MODEL_GRAPH ? change.of(value) : value);
          }
        }
        default ->
            throw new IllegalStateException(
                "wire type " + (tag & 7) + " of field " + field + " is not used by ONNX here");
      }
    }
    return out.done();
  }

  private static Message node(String operator, String output, String... inputs) {
    var node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, "combot_" + output).text(4, operator);
  }

  private static byte[] integer(String name, long value) {
    return new Message().text(1, name).integer(3, value).integer(20, 2).done();
  }

  private static byte[] tensor(String name, ByteBuffer raw, long... dims) {
    var tensor = new Message();
    for (long dim : dims) {
      tensor.integer(1, dim);
    }
    return tensor.integer(2, FLOAT).text(8, name).bytes(9, raw.array()).done();
  }

  private static byte[] logits(int labels) {
    byte[] shape =
        new Message()
            .bytes(1, new Message().text(2, "batch_size").done())
            .bytes(1, new Message().integer(1, labels).done())
            .done();
    byte[] tensor = new Message().integer(1, FLOAT).bytes(2, shape).done();
    return new Message().text(1, "logits").bytes(2, new Message().bytes(1, tensor).done()).done();
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  /** A protobuf message in the making. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message integer(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] done() {
      return out.toByteArray();
    }
  }
}
