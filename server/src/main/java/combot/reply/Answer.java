package combot.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.Optional;

/** What came of one request. */
sealed interface Answer {

  /** The provider's number of the request, or {@code null}. */
  String requestId();

  /** Tokens that were counted, or {@code null} where the provider tells none. */
  Usage usage();

  /** Tokens of one request. */
  record Usage(long input, long output) {
    public Usage {
      input = Math.max(0, input);
      output = Math.max(0, output);
    }

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** As it stands in a body of either protocol, also in one that is of no use otherwise. */
    static Optional<Usage> in(String body) {
      try {
        var usage = JSON.readTree(body).path("usage");
        var input = first(usage, "prompt_tokens", "input_tokens");
        var output = first(usage, "completion_tokens", "output_tokens");
        return input.isNumber() || output.isNumber()
            ? Optional.of(new Usage(input.asLong(), output.asLong()))
            : Optional.empty();
      } catch (JsonProcessingException _) {
        return Optional.empty();
      }
    }

    private static JsonNode first(JsonNode node, String name, String other) {
      return node.has(name) ? node.path(name) : node.path(other);
    }
  }

  /**
   * A model spoke.
   *
   * @param text as it came
   * @param ending why it stopped
   * @param model as it names itself, or {@code null}
   */
  record Words(String text, Ending ending, String model, String requestId, Usage usage)
      implements Answer {}

  /** Why a model stopped. */
  enum Ending {
    /** It was done. */
    DONE,
    /** It may say no more. */
    LENGTH,
    /** The provider kept it from going on. */
    FILTERED,
    /** It did not say. */
    UNKNOWN
  }

  /**
   * Nothing that could be used.
   *
   * @param error in a word or two: a status, {@code deadline}, {@code connection}, {@code
   *     malformed} …
   * @param again whether the same request may succeed
   * @param retryAfter how long the provider wants nothing to be asked, or {@code null}
   * @param worked whether the endpoint was at work on it, as far as is known: then it may be paid
   * @param detail what the endpoint said, for the operator who checks it; {@code null} where
   *     nothing
   */
  record Failed(
      String error,
      boolean again,
      boolean worked,
      Duration retryAfter,
      String detail,
      String requestId,
      Usage usage)
      implements Answer {

    /** Whether it speaks of an endpoint that does not work, rather than of this question. */
    boolean isOutage() {
      return again && !error.equals("429");
    }
  }
}
