package combot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code think-feel} with its language model switched on, a bot that hardly types, and blocks in
 * which each condition is assigned once.
 */
public final class ModelStudy {

  private static final Path FILE = Path.of("..", "studies", "think-feel.yaml");

  private ModelStudy() {}

  /**
   * A file of its own, gone with the test run.
   *
   * @param id of the study
   */
  public static Path file(String id, boolean streaming) {
    var changes =
        Map.of(
            "  block-size: .*",
            "  block-size: 8",
            "study: .*",
            "study: " + id,
            "#model: (.*)",
            "model: $1",
            "#generation: .*",
            "generation: {deadline: 8s, caps: {conversation: 5}, streaming: %s}"
                .formatted(streaming),
            "typing: .*",
            "typing: {base: 30ms, per-character: 0ms, longest: 30ms}");
    try {
      var study = Files.readString(FILE);
      for (var change : changes.entrySet()) {
        var line = Pattern.compile("(?m)^" + change.getKey() + "$").matcher(study);
        if (!line.find()) {
          throw new IllegalStateException("think-feel.yaml has no line " + change.getKey());
        }
        study = line.replaceFirst(change.getValue());
      }
      var file = Files.createTempFile(id, ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, study);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The default study under an id of its own, whose replies a model writes within {@code deadline}.
   */
  static Path within(String id, String deadline) {
    try {
      var study = Files.readString(FILE);
      var file = Files.createTempDirectory("combot-study").resolve("study.yaml");
      return Files.writeString(
          file,
          study.replaceFirst("(?m)^study: .*$", "study: " + id)
              + "model: {provider: openai, name: small, prices: {input: 1, output: 1}}\n"
              + "generation: {deadline: %s}%n".formatted(deadline));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
