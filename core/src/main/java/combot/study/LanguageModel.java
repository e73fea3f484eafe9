package combot.study;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * A language model that may write replies, and how it is asked. Where it is found, and its key, are
 * the installation's: they are in no study file.
 *
 * @param name as its provider calls it
 * @param temperature 0 to 2
 * @param maxTokens the longest answer, in the model's tokens
 * @param seed for providers that take one; the same request then mostly has the same answer
 */
public record LanguageModel(
    Provider provider,
    String name,
    double temperature,
    int maxTokens,
    OptionalLong seed,
    Prices prices) {

  /** Whose protocol the endpoint speaks. */
  public enum Provider {
    /** OpenAI's chat completions: also Azure, Ollama, vLLM, LM Studio. */
    OPENAI,
    /** Anthropic's messages. */
    ANTHROPIC;

    /** As study files and data name it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a million tokens cost, in the currency of the study's caps; 0 where nothing is paid. */
  public record Prices(double input, double output) {
    /** Nothing is paid, or nobody knows. */
    public static final Prices NONE = new Prices(0, 0);

    public double of(long inputTokens, long outputTokens) {
      return (inputTokens * input + outputTokens * output) / 1e6;
    }
  }
}
