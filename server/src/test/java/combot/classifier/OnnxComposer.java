package combot.classifier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;

/**
 * Makes a classification graph of a sentence model and a head: {@code logits = normalise(first
 * token) · Wᵀ / T + b / T}. Writes protobuf's wire format by hand; the field numbers are those of
 * onnx.proto3 of the ONNX project.
 */
final class OnnxComposer {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_OUTPUT = 12;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private OnnxComposer() {}

  /**
   * @param model an ONNX file with the output {@code last_hidden_state}: [batch, tokens,
   *     dimensions]
   */
  static byte[] classification(byte[] model, Head head) {
    int labels = head.labels().size();
    int dimensions = head.dimensions();
    var weights = ByteBuffer.allocate(4 * labels * dimensions).order(ByteOrder.LITTLE_ENDIAN);
    var bias = ByteBuffer.allocate(4 * labels).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < labels; i++) {
      for (float weight : head.weights()[i]) {
        weights.putFloat((float) (weight / head.temperature()));
      }
      bias.putFloat((float) (head.bias()[i] / head.temperature()));
    }
    byte[] first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0).array();
    byte[] added =
        new Message()
            .bytes(
                GRAPH_NODE,
                node("Gather", "first_token", "last_hidden_state", "zero")
                    .bytes(5, integer("axis", 1))
                    .done())
            .bytes(
                GRAPH_NODE,
                node("LpNormalization", "unit", "first_token")
                    .bytes(5, integer("axis", 1))
                    .bytes(5, integer("p", 2))
                    .done())
            .bytes(
                GRAPH_NODE,
                node("Gemm", "logits", "unit", "head_weights", "head_bias")
                    .bytes(5, integer("transB", 1))
                    .done())
            .bytes(GRAPH_INITIALIZER, tensor("zero", INT64, first))
            .bytes(
                GRAPH_INITIALIZER,
                tensor("head_weights", FLOAT, weights.array(), labels, dimensions))
            .bytes(GRAPH_INITIALIZER, tensor("head_bias", FLOAT, bias.array(), labels))
            .bytes(GRAPH_OUTPUT, logits(labels))
            .done();
    return rewrite(
        model,
        (field, value) -> true,
        graph ->
            concat(rewrite(graph, (field, value) -> field != GRAPH_OUTPUT, same -> same), added));
  }

  private interface Change {
    byte[] of(byte[] message);
  }

  /** Copies a message's fields that are kept; the graph of a model goes through {@code change}. */
  private static byte[] rewrite(byte[] message, BiPredicate<Integer, byte[]> kept, Change change) {
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
          if (kept.test(field, value)) {
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

  private static byte[] tensor(String name, int type, byte[] raw, long... dims) {
    var tensor = new Message();
    for (long dim : dims) {
      tensor.integer(1, dim);
    }
    return tensor.integer(2, type).text(8, name).bytes(9, raw).done();
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
