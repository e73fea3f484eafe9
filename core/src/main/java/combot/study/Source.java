package combot.study;

import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * From bytes to a tree of YAML nodes that know their places. Bounded in size, depth and aliases
 * before the tree is built, so that no file, however made, exhausts memory or the stack.
 */
final class Source {
  static final int MOST_BYTES = 1 << 20;
  static final int MOST_ALIASES = 500;
  static final int DEEPEST = 32;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(2 * MOST_BYTES)
          .setMaxAliasesForCollections(MOST_ALIASES)
          .setAllowNonScalarKeys(true)
          .build();

  private Source() {}

  /** The root of the tree, or empty where {@code problems} got what is wrong. */
  static Optional<Node> tree(byte[] content, Problems problems) {
    if (content.length > MOST_BYTES) {
      problems.add(
          Place.START,
          "the file is larger than 1 MB",
          "a study of a hundred conditions takes less");
      return Optional.empty();
    }
    var text = decode(content, problems);
    return text.isPresent() && isBounded(text.get(), problems)
        ? compose(text.get(), problems)
        : Optional.empty();
  }

  private static Optional<String> decode(byte[] content, Problems problems) {
    var in = ByteBuffer.wrap(content);
    var out = java.nio.CharBuffer.allocate(content.length + 1);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var result = decoder.decode(in, out, true);
    var text = out.flip().toString();
    if (result.isError()) {
      problems.add(
          placeOf(text, text.length()), "the file is not UTF-8 from here on", "save it as UTF-8");
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static boolean isBounded(String text, Problems problems) {
    int depth = 0;
    int aliases = 0;
    try {
      for (var event : new Parse(SETTINGS).parseString(text)) {
        switch (event) {
          case CollectionStartEvent _ -> depth++;
          case CollectionEndEvent _ -> depth--;
          case AliasEvent _ -> aliases++;
          default -> {}
        }
        if (depth > DEEPEST || aliases > MOST_ALIASES) {
          var at = event.getStartMark().map(Place::of).orElse(Place.START);
          var what =
              depth > DEEPEST
                  ? "nested deeper than " + DEEPEST + " levels"
                  : "more than " + MOST_ALIASES + " aliases";
          problems.add(at, what, "a study needs fewer");
          return false;
        }
      }
      return true;
    } catch (YamlEngineException e) {
      report(e, text, problems);
      return false;
    }
  }

  private static Optional<Node> compose(String text, Problems problems) {
    try {
      var root = new Compose(SETTINGS).composeString(text);
      if (root.isEmpty()) {
        problems.add(Place.START, "the file is empty", "start from one of the shipped studies");
      }
      return root;
    } catch (YamlEngineException e) {
      report(e, text, problems);
      return Optional.empty();
    }
  }

  private static void report(YamlEngineException e, String text, Problems problems) {
    switch (e) {
      case MarkedYamlEngineException marked -> {
        var at =
            marked.getProblemMark().or(marked::getContextMark).map(Place::of).orElse(Place.START);
        boolean tab = String.valueOf(marked.getProblem()).contains("TAB");
        problems.add(
            at,
            "not YAML: " + (tab ? "a tab" : marked.getProblem()),
            tab ? "indent with spaces" : hint(marked));
      }
      case ReaderException reader -> {
        int index =
            text.offsetByCodePoints(
                0, Math.clamp(reader.getPosition(), 0, text.codePointCount(0, text.length())));
        problems.add(placeOf(text, index), "not YAML: a control character", "take it out");
      }
      default -> problems.add(Place.START, "not YAML: " + e.getMessage(), "");
    }
  }

  private static String hint(MarkedYamlEngineException e) {
    var problem = String.valueOf(e.getProblem());
    if (problem.contains("mapping values are not allowed")) {
      return "put a text that holds ': ' in quotes";
    }
    if (problem.contains("another document")) {
      return "one file holds one study: take out the line '---'";
    }
    return e.getContext() == null ? "" : e.getContext().strip();
  }

  private static Place placeOf(String text, int index) {
    var before = text.substring(0, index);
    int lineStart = before.lastIndexOf('\n') + 1;
    return new Place(
        (int) before.chars().filter(c -> c == '\n').count() + 1,
        before.codePointCount(lineStart, index) + 1);
  }
}
