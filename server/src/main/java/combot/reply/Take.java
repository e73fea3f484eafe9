package combot.reply;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A question and its answer, a line of a recording. Holds what people wrote and no key.
 *
 * @param path of the address
 * @param question the body that was sent
 * @param headers those that are looked at
 */
record Take(
    @JsonProperty("path") String path,
    @JsonProperty("question") String question,
    @JsonProperty("status") int status,
    @JsonProperty("headers") Map<String, List<String>> headers,
    @JsonProperty("answer") String answer) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  Take {
    if (path == null || question == null || headers == null || answer == null) {
      throw new IllegalArgumentException("path, question, headers and answer must be there");
    }
  }

  static Take of(String line) throws JsonProcessingException {
    return JSON.readerFor(Take.class).readValue("null".equals(line.strip()) ? "{}" : line);
  }

  String line() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By what a question is found again: the host may differ. */
  String key() {
    return key(path, question);
  }

  static String key(Wire.Request request) {
    return key(path(request), request.body());
  }

  static String path(Wire.Request request) {
    return URI.create(request.url())
        .getPath()
        .replaceFirst(".*(?=/(chat/completions|messages)$)", "");
  }

  /** The longest answer has another name with OpenAI itself than with others. */
  private static String key(String path, String question) {
    try {
      var read = (ObjectNode) JSON.readTree(question);
      return path + "\n" + read.remove(List.of("max_tokens", "max_completion_tokens"));
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalArgumentException("question must be a JSON object", e);
    }
  }
}
