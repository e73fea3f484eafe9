package combot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The shipped study on a newsletter, with questions that a model writes. For tests of any package.
 */
public final class ModelNewsletter {
  private ModelNewsletter() {}

  public static final String ID = "newsletter-model";

  /**
   * Writes its file.
   *
   * @param deadline such as {@code 1s}
   */
  public static Path in(Path folder, String deadline) throws IOException {
    var shipped = Files.readString(Checkout.project().resolve("studies/newsletter-tone.yaml"));
    var model =
        """
        model: {provider: openai, name: small, temperature: 0.7, max-tokens: 100, prices: {input: 1, output: 2}}
        generation: {deadline: %s, caps: {study: 10, day: 5}}
        prompts:
          questions:
            - text: Ask one question about the newsletter, such as {scripted}
        """
            .formatted(deadline);
    return Files.writeString(
        folder.resolve(ID + ".yaml"),
        shipped.replace("study: newsletter-tone", "study: " + ID) + model);
  }
}
