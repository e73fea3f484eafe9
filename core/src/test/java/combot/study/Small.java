package combot.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small study without a fault, and what is told of it after one change. */
final class Small {
  static final String TEXT = resource("/small.yaml");

  /** The same study with a language model, each part of it said. */
  static final String WITH_MODEL =
      with(
          "typing: {base: 300ms, per-character: 10ms, longest: 2s}",
          """
          model:
            - when: {brand: Mira}
              provider: anthropic
              name: a-model
              temperature: 0
              max-tokens: 90
              seed: 7
              prices: {input: 0.15, output: 0.6}
            - {when: {brand: Plain, depth: High}, provider: openai, name: another}
          generation:
            deadline: 5s
            caps: {conversation: 0.05, study: 40}
            at-cap: stop
            streaming: true
          prompts:
            another-way: "Reply to {last_message} in {language}, once more: {transcript}"
            questions:
              - when: {depth: High, class: A}
                text: "You are {brand}. Ask about the {class}, like this: {scripted}"
                first: Begin.
              - {text: Ask.}
          typing: {median: 3s, spread: 0.3, longest: 8s}\
          """);

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
