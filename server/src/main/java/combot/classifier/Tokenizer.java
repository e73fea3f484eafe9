package combot.classifier;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A {@code tokenizer.json} at work. Safe for many threads while open; the owner sees to it that
 * none runs at the close.
 */
final class Tokenizer implements AutoCloseable {
  /**
   * About 190 words; a complaint's point comes before. With 512, as the models can, the longest
   * text took 170 ms instead of 38 and its memory was kept.
   */
  static final int MOST_TOKENS = 256;

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * @param json a {@code tokenizer.json}; read to its end
   * @param maxTokens longer texts lose their end; special tokens count
   */
  static Tokenizer load(InputStream json, int maxTokens, String place) {
    Natives.prepare();
    try {
      var options =
          Map.of(
              "maxLength", Integer.toString(maxTokens), "truncation", "true", "padding", "false");
      return new Tokenizer(HuggingFaceTokenizer.newInstance(json, options));
    } catch (IOException | RuntimeException e) {
      throw new ClassifierException(
          place + " is no tokenizer of Hugging Face's format: " + e.getMessage(), e);
    }
  }

  Tokens encode(String normalised) {
    return Tokens.of(tokenizer.encode(normalised));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
