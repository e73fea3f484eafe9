package combot.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small study without a fault, and what is told of it after one change. */
final class Small {
  static final String TEXT = resource("/small.yaml");

  private Small() {}

  static String with(String part, String instead) {
    if (!TEXT.contains(part)) {
      throw new IllegalArgumentException("small.yaml does not hold " + part);
    }
    return TEXT.replace(part, instead);
  }

  /** Errors as they are printed, without the file's name; empty for a study that can be used. */
  static List<String> errors(String yaml) {
    try {
      StudyFile.parse("small.yaml", yaml.getBytes(StandardCharsets.UTF_8));
      return List.of();
    } catch (InvalidStudyException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  static List<String> warnings(String yaml) {
    return StudyFile.check("small.yaml", yaml.getBytes(StandardCharsets.UTF_8)).warnings().stream()
        .map(Problem::toString)
        .toList();
  }

  static String resource(String name) {
    try (var in = Small.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
