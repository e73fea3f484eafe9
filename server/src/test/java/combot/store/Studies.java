package combot.store;

import combot.study.Study;
import combot.study.StudyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shipped study, changed as a test needs it. */
final class Studies {
  private Studies() {}

  static final Path FILE = Path.of("..", "studies", "think-feel.yaml");

  static Study shipped() {
    return changed("quota: 125", "quota: 125");
  }

  static Study changed(String from, String to) {
    return StudyFile.parse("study", content().replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  static String content() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
