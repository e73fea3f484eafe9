package combot.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code think-feel} with a bot that types in next to no time, for tests of what is not the typing.
 */
final class HastyStudy {

  private static final String TYPING = "(?m)^typing: .*$";

  private HastyStudy() {}

  /** A file of its own, gone with the test run. */
  static String file() {
    try {
      var original = Path.of(System.getProperty("combot.home"), "studies", "think-feel.yaml");
      var content = Files.readString(original);
      var hasty =
          content.replaceFirst(TYPING, "typing: {base: 30ms, per-character: 0ms, longest: 30ms}");
      if (hasty.equals(content)) {
        throw new IllegalStateException(original + " has no line that matches " + TYPING);
      }
      var file = Files.createTempFile("think-feel-hasty", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, hasty).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
