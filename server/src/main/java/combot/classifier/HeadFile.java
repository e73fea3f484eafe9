package combot.classifier;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Head} as JSON: one row of weights a line, no date, so that the same training gives the
 * same bytes.
 */
final class HeadFile {
  static final int FORMAT = 1;

  private HeadFile() {}

  static byte[] write(Head head) {
    try {
      var json = new ObjectMapper();
      var out = new StringBuilder("{\n");
      out.append("  \"format\": ").append(FORMAT).append(",\n");
      out.append("  \"model\": ").append(json.writeValueAsString(head.model())).append(",\n");
      out.append("  \"labels\": ").append(json.writeValueAsString(head.labels())).append(",\n");
      out.append("  \"temperature\": ").append(head.temperature()).append(",\n");
      out.append("  \"bias\": ").append(json.writeValueAsString(head.bias())).append(",\n");
      out.append("  \"weights\": [\n");
      for (int i = 0; i < head.weights().length; i++) {
        out.append("    ").append(json.writeValueAsString(head.weights()[i]));
        out.append(i + 1 < head.weights().length ? ",\n" : "\n");
      }
      return out.append("  ]\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("numbers and strings always become JSON", e);
    }
  }

  /**
   * @throws ClassifierException naming {@code place} and what is wrong in it
   */
  static Head read(byte[] bytes, String place) {
    try {
      JsonNode json = new ObjectMapper().readTree(bytes);
      if (json.path("format").asInt() != FORMAT) {
        throw new ClassifierException(
            place
                + ": format must be "
                + FORMAT
                + ", was "
                + json.path("format")
                + ". Train it anew: ./combot classifier train");
      }
      List<String> labels = new ArrayList<>();
      json.path("labels").forEach(label -> labels.add(label.asText()));
      JsonNode rows = json.path("weights");
      var weights = new float[rows.size()][];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = floats(rows.get(i));
      }
      return new Head(
          labels,
          weights,
          floats(json.path("bias")),
          json.path("temperature").asDouble(),
          json.path("model").asText());
    } catch (JacksonException e) {
      throw new ClassifierException(place + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ClassifierException(place + ": " + e.getMessage(), e);
    }
  }

  private static float[] floats(JsonNode array) {
    var floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      JsonNode value = array.get(i);
      if (!value.isNumber() || !Float.isFinite(value.floatValue())) {
        throw new IllegalArgumentException(
            "weights and biases must be finite numbers, one was " + value);
      }
      floats[i] = value.floatValue();
    }
    return floats;
  }
}
